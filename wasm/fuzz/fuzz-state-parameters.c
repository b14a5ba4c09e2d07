/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as the host's own container of parameters: read them; if they are accepted, write what was read, and
 * compare. Every byte counts, so no shorter or longer blob may be accepted with the same start.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "fault.h"

#define HEAD_BYTES 24u
#define PARAMETER_BYTES 12u
#define PARAMETERS_MAX (PROTOCOL_SCRATCH_BYTES / PARAMETER_BYTES)

static uint8_t blob[PROTOCOL_SCRATCH_BYTES];
static uint32_t ids[PARAMETERS_MAX];
static double values[PARAMETERS_MAX];

static void write_again(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		ids[i] = state_parameters_id(i);
		values[i] = state_parameters_value(i);
	}
	EXPECT(state_parameters_id(count) == 0 && state_parameters_value(count) == 0);
	state_parameters_begin(count);
	for (uint32_t i = 0; i < count; i++)
		state_parameters_put(ids[i], values[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > sizeof blob)
		return 0;
	if (size != 0)
		memcpy(blob, data, size);
	memset(state_buffer(), 0xA5, PROTOCOL_SCRATCH_BYTES);
	memcpy(state_buffer(), blob, size);
	int32_t count = state_parameters_read((uint32_t)size);
	if (count < 0) {
		expect_fault((uint32_t)size, 0);
		EXPECT(count >= -2 && state_parameters_id(0) == 0 && state_parameters_value(0) == 0);
		return 0;
	}
	expect_no_fault();
	EXPECT(size == HEAD_BYTES + (size_t)count * PARAMETER_BYTES);
	write_again((uint32_t)count);
	EXPECT(state_parameters_end() == (int32_t)size);
	EXPECT(memcmp(state_buffer(), blob, size) == 0);
	EXPECT(state_parameters_read((uint32_t)size - 1) == -2);
	EXPECT(state_parameters_read((uint32_t)size + 1) == -2);
	EXPECT(state_parameters_read((uint32_t)size) == count);
	return 0;
}
