/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as a .vstpreset file: read them; if they are accepted, all pieces lie in the file, and what is written of
 * them is read again as the same pieces.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "fault.h"

#define ID_BYTES 32u

static uint8_t blob[PROTOCOL_SCRATCH_BYTES];
static uint32_t blob_bytes;

struct copy {
	uint8_t bytes[PROTOCOL_SCRATCH_BYTES];
	uint32_t count;
};
static struct copy component, controller, info;

static void copy_piece(struct copy *copy, const void *bytes, uint32_t count)
{
	const uint8_t *first = state_buffer();
	copy->count = count;
	if (count == 0)
		return;
	EXPECT((const uint8_t *)bytes >= first && count <= blob_bytes);
	EXPECT((uint32_t)((const uint8_t *)bytes - first) <= blob_bytes - count);
	memcpy(copy->bytes, bytes, count);
}

static void expect_piece(const struct copy *copy, const void *bytes, uint32_t count)
{
	EXPECT(copy->count == count && (count == 0 || memcmp(copy->bytes, bytes, count) == 0));
}

static uint8_t *stage(uint8_t *at, const struct copy *copy)
{
	memcpy(at, copy->bytes, copy->count);
	return at + copy->count;
}

static void write_again(void)
{
	uint8_t *at = state_staging();
	memcpy(at, state_vstpreset_class_id(), ID_BYTES);
	stage(stage(stage(at + ID_BYTES, &component), &controller), &info);
	int32_t written = state_vstpreset_write(component.count, controller.count, info.count);
	EXPECT(written > 0 && state_vstpreset_read((uint32_t)written) == 0);
	EXPECT(memcmp(state_vstpreset_class_id(), at, ID_BYTES) == 0);
	expect_piece(&component, state_vstpreset_component(), state_vstpreset_component_bytes());
	expect_piece(&controller, state_vstpreset_controller(), state_vstpreset_controller_bytes());
	expect_piece(&info, state_vstpreset_info(), state_vstpreset_info_bytes());
	EXPECT(state_vstpreset_read((uint32_t)written - 1) == -1);
	expect_fault((uint32_t)written - 1, 0);
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
	if (state_vstpreset_read(blob_bytes) != 0) {
		expect_fault(blob_bytes, 0);
		EXPECT(state_vstpreset_class_id() == NULL && state_vstpreset_component_bytes() == 0);
		return 0;
	}
	expect_no_fault();
	copy_piece(&component, state_vstpreset_component(), state_vstpreset_component_bytes());
	copy_piece(&controller, state_vstpreset_controller(), state_vstpreset_controller_bytes());
	copy_piece(&info, state_vstpreset_info(), state_vstpreset_info_bytes());
	write_again();
	return 0;
}
