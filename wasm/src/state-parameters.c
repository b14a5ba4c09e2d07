/*
 * The host's own container for the settings of a plugin that has no state: the values of its parameters.
 *
 *   16 bytes mark; u32 version; u32 count; count times { u32 id; f64 value }
 *
 * Packed. It stands where a plugin's own stream would stand, so it must never be taken for one, nor one for it: the
 * mark is 16 random bytes, and the length must be exactly what the count says.
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

int32_t state_parameters_read(uint32_t bytes)
{
	read_count = 0;
	struct cursor cursor = state_cursor(bytes);
	const uint8_t *start = cursor_take(&cursor, sizeof mark);
	if (start == NULL || memcmp(start, mark, sizeof mark) != 0)
		return -1;
	uint32_t version = cursor_read_u32(&cursor);
	uint32_t count = cursor_read_u32(&cursor);
	uint32_t left = cursor_left(&cursor);
	if (cursor.failed || version != VERSION || left % PARAMETER_BYTES != 0 || left / PARAMETER_BYTES != count)
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
