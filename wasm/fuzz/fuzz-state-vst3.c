/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as a VST3 state: read them; if they are accepted, write what was read, and compare.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "fault.h"

static uint8_t blob[PROTOCOL_SCRATCH_BYTES];
static uint32_t blob_bytes;
static uint32_t staged;

static void stage(const void *bytes, uint32_t count)
{
	const uint8_t *first = state_buffer();
	EXPECT((const uint8_t *)bytes >= first && (const uint8_t *)bytes - first + count <= blob_bytes);
	memcpy((uint8_t *)state_staging() + staged, bytes, count);
	staged += count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > sizeof blob)
		return 0;
	blob_bytes = (uint32_t)size;
	if (size != 0)
		memcpy(blob, data, size);
	memset(state_buffer(), 0xA5, PROTOCOL_SCRATCH_BYTES);
	memcpy(state_buffer(), blob, size);
	if (state_vst3_read(blob_bytes) != 0) {
		expect_fault(blob_bytes, 0);
		EXPECT(state_vst3_id_bytes() == 0 && state_vst3_component_bytes() == 0 && state_vst3_controller_bytes() == 0);
		return 0;
	}
	expect_no_fault();
	staged = 0;
	stage(state_vst3_id(), state_vst3_id_bytes());
	stage(state_vst3_component(), state_vst3_component_bytes());
	stage(state_vst3_controller(), state_vst3_controller_bytes());
	int32_t written =
	    state_vst3_write(state_vst3_id_bytes(), state_vst3_component_bytes(), state_vst3_controller_bytes());
	EXPECT(written >= 12 && (uint32_t)written <= blob_bytes);
	EXPECT(memcmp(state_buffer(), blob, (uint32_t)written) == 0);
	EXPECT(state_vst3_read((uint32_t)written) == 0);
	EXPECT(state_vst3_read((uint32_t)written - 1) == -1);
	return 0;
}
