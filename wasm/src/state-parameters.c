/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's own container for the settings of a plugin without a state: the values of its parameters.
 *
 *   16 bytes mark; u32 version; u32 count; count times { u32 id; f64 value }
 *
 * Packed. It takes the place of a plugin's own stream, so the two must never be confused: the mark is 16 random bytes,
 * and the length must match the count exactly.
 */
#include "core.h"
#include "state.h"

static const uint8_t mark[16] = {
    0xF4,
    0x16,
    0xB9,
    0x55,
    0x44,
    0xE9,
    0x56,
    0x7C,
    0x72,
    0x2A,
    0x1B,
    0xE3,
    0xDC,
    0xDA,
    0x81,
    0x70,
};

#define VERSION 1u
#define HEAD_BYTES 24u
#define PARAMETER_BYTES 12u

/* ---- writer ---- */

static struct {
	struct cursor blob;
	uint32_t due;
	int failed;
} writer;

void state_parameters_begin(uint32_t count)
{
	writer.blob = state_cursor(sizeof state_bytes);
	writer.due = count;
	writer.failed = 0;
	cursor_write(&writer.blob, mark, sizeof mark);
	cursor_write_u32(&writer.blob, VERSION);
	cursor_write_u32(&writer.blob, count);
}

void state_parameters_put(uint32_t id, double value)
{
	if (writer.due == 0) {
		writer.failed = 1;
		return;
	}
	writer.due--;
	cursor_write_u32(&writer.blob, id);
	cursor_write(&writer.blob, &value, sizeof value);
}

int32_t state_parameters_end(void)
{
	return writer.due != 0 || writer.failed || writer.blob.failed ? -1 : (int32_t)writer.blob.at;
}

/* ---- reader ---- */

static uint32_t read_count;

/* Returns 0, or the result of state_parameters_read for a corrupted container. */
static int32_t check(struct cursor *cursor, uint32_t version, uint32_t count)
{
	uint32_t left = cursor_left(cursor);
	const uint8_t *version_at = state_bytes + sizeof mark;
	if (cursor->failed)
		return -2;
	if (version != VERSION)
		state_refuse(STATE_FAULT_VALUE, STATE_FIELD_VERSION, version_at, version);
	else if (left / PARAMETER_BYTES < count)
		state_refuse(STATE_FAULT_COUNT, STATE_FIELD_PARAMETER_COUNT, version_at + sizeof version, count);
	else if (left != count * PARAMETER_BYTES)
		state_refuse(STATE_FAULT_LENGTH, STATE_FIELD_PARAMETERS,
		    state_bytes + HEAD_BYTES + (size_t)count * PARAMETER_BYTES, left - count * PARAMETER_BYTES);
	else
		return 0;
	return -2;
}

int32_t state_parameters_read(uint32_t bytes)
{
	read_count = 0;
	state_fault_clear();
	struct cursor cursor = state_cursor(bytes);
	const uint8_t *start = state_take(&cursor, sizeof mark, STATE_FIELD_MARK);
	if (start == NULL)
		return -1;
	if (memcmp(start, mark, sizeof mark) != 0)
		return state_refuse(STATE_FAULT_MARK, STATE_FIELD_MARK, start, 0);
	uint32_t version = state_read_u32(&cursor, STATE_FIELD_VERSION);
	uint32_t count = state_read_u32(&cursor, STATE_FIELD_PARAMETER_COUNT);
	if (check(&cursor, version, count) != 0)
		return -2;
	read_count = count;
	return (int32_t)count;
}

/* Parameter i; i beyond the count reads as zeros. */
static struct cursor parameter_cursor(uint32_t i)
{
	if (i >= read_count)
		return cursor_over(state_bytes, 0);
	return cursor_over(state_bytes + HEAD_BYTES + (size_t)i * PARAMETER_BYTES, PARAMETER_BYTES);
}

uint32_t state_parameters_id(uint32_t i)
{
	struct cursor parameter = parameter_cursor(i);
	return cursor_read_u32(&parameter);
}

double state_parameters_value(uint32_t i)
{
	struct cursor parameter = parameter_cursor(i);
	cursor_take(&parameter, sizeof(uint32_t));
	double value = 0;
	const uint8_t *bytes = cursor_take(&parameter, sizeof value);
	if (bytes != NULL)
		memcpy(&value, bytes, sizeof value);
	return value;
}
