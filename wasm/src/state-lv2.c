/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blob of an LV2 plugin's state:
 *
 *   u32 ports;      ports times      { u32 port index, f32 value }
 *   u32 properties; properties times { u32 length, key URI; u32 length, type URI; u32 flags; u32 length, value }
 *
 * Packed, no terminators. Texts are UTF-8: the DAW whose format this is rejects a blob with any other.
 */
#include "core.h"
#include "state.h"
#include "utf8.h"

#define PORT_BYTES 8u
#define PROPERTY_BYTES_MIN 16u /* three empty pieces and the flags */
/* Four times as many as fit in 64 KiB. Readers compare the keys with one another, which would take forever for the
   millions that a large state could hold. */
#define PROPERTIES_MAX 16384u

/* ---- writer ---- */

static struct {
	struct cursor blob;
	uint32_t ports_due;
	uint32_t properties_due;
	int properties_announced;
	int failed;
} writer;

void state_lv2_begin(uint32_t port_count)
{
	writer.blob = state_cursor(sizeof state_bytes);
	writer.ports_due = port_count;
	writer.properties_due = 0;
	writer.properties_announced = 0;
	writer.failed = 0;
	cursor_write_u32(&writer.blob, port_count);
}

void state_lv2_port(uint32_t port_index, float value)
{
	if (writer.ports_due == 0) {
		writer.failed = 1;
		return;
	}
	writer.ports_due--;
	cursor_write_u32(&writer.blob, port_index);
	cursor_write(&writer.blob, &value, sizeof value);
}

void state_lv2_properties(uint32_t property_count)
{
	if (writer.ports_due != 0 || writer.properties_announced || property_count > PROPERTIES_MAX)
		writer.failed = 1;
	writer.properties_announced = 1;
	writer.properties_due = property_count;
	cursor_write_u32(&writer.blob, property_count);
}

void state_lv2_property(uint32_t key_bytes, uint32_t type_bytes, uint32_t flags, uint32_t value_bytes)
{
	struct cursor staging = staging_cursor();
	const uint8_t *key = cursor_take(&staging, key_bytes);
	const uint8_t *type = cursor_take(&staging, type_bytes);
	const uint8_t *value = cursor_take(&staging, value_bytes);
	if (staging.failed || writer.properties_due == 0 || !utf8_valid(key, key_bytes) || !utf8_valid(type, type_bytes)) {
		writer.failed = 1;
		return;
	}
	writer.properties_due--;
	cursor_write_piece(&writer.blob, key, key_bytes);
	cursor_write_piece(&writer.blob, type, type_bytes);
	cursor_write_u32(&writer.blob, flags);
	cursor_write_piece(&writer.blob, value, value_bytes);
}

int32_t state_lv2_end(void)
{
	int whole = writer.properties_announced && writer.ports_due == 0 && writer.properties_due == 0;
	if (!whole || writer.failed || writer.blob.failed)
		return -1;
	return (int32_t)writer.blob.at;
}

/* ---- reader ---- */

struct property {
	struct piece key;
	struct piece type;
	uint32_t flags;
	struct piece value;
};

static struct {
	uint32_t port_count;
	uint32_t property_count;
	struct cursor properties; /* before the next property */
	uint32_t properties_left;
	struct property property; /* the current one */
} reader;

static struct property read_property(struct cursor *cursor)
{
	struct property property;
	property.key = state_read_text(cursor, STATE_FIELD_KEY);
	property.type = state_read_text(cursor, STATE_FIELD_TYPE);
	property.flags = state_read_u32(cursor, STATE_FIELD_FLAGS);
	property.value = state_read_piece(cursor, STATE_FIELD_PROPERTY_VALUE);
	return property;
}

/* Reads a count of items that each take at least bytes_min. A count that the rest of the blob cannot hold is rejected
   here, before a loop runs that many times. */
static uint32_t read_count(struct cursor *cursor, uint32_t bytes_min, uint32_t count_max, uint32_t field)
{
	uint32_t count = state_read_u32(cursor, field);
	if (count > cursor_left(cursor) / bytes_min || count > count_max)
		state_fail(cursor, STATE_FAULT_COUNT, field, cursor->bytes + cursor->at - sizeof count, count);
	return count;
}

static int properties_valid(struct cursor cursor, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		read_property(&cursor);
		if (cursor.failed)
			return 0;
	}
	return 1;
}

int32_t state_lv2_read(uint32_t bytes)
{
	memset(&reader, 0, sizeof reader);
	state_fault_clear();
	struct cursor cursor = state_cursor(bytes);
	uint32_t port_count = read_count(&cursor, PORT_BYTES, UINT32_MAX, STATE_FIELD_PORT_COUNT);
	state_take(&cursor, port_count * PORT_BYTES, STATE_FIELD_PORTS);
	uint32_t property_count = read_count(&cursor, PROPERTY_BYTES_MIN, PROPERTIES_MAX, STATE_FIELD_PROPERTY_COUNT);
	if (cursor.failed || !properties_valid(cursor, property_count))
		return -1;
	reader.port_count = port_count;
	reader.property_count = property_count;
	reader.properties = cursor;
	reader.properties_left = property_count;
	return 0;
}

uint32_t state_lv2_port_count(void)
{
	return reader.port_count;
}

/* Port i, after the port count; i beyond the count reads as zeros. */
static struct cursor port_cursor(uint32_t i)
{
	if (i >= reader.port_count)
		return cursor_over(state_bytes, 0);
	return cursor_over(state_bytes + sizeof(uint32_t) + (size_t)i * PORT_BYTES, PORT_BYTES);
}

uint32_t state_lv2_port_index(uint32_t i)
{
	struct cursor port = port_cursor(i);
	return cursor_read_u32(&port);
}

float state_lv2_port_value(uint32_t i)
{
	struct cursor port = port_cursor(i);
	cursor_take(&port, sizeof(uint32_t));
	uint32_t bits = cursor_read_u32(&port);
	float value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

uint32_t state_lv2_property_count(void)
{
	return reader.property_count;
}

int32_t state_lv2_next_property(void)
{
	if (reader.properties_left == 0)
		return 0;
	reader.properties_left--;
	reader.property = read_property(&reader.properties);
	return 1;
}

const void *state_lv2_key(void)
{
	return reader.property.key.bytes;
}

uint32_t state_lv2_key_bytes(void)
{
	return reader.property.key.count;
}

const void *state_lv2_type(void)
{
	return reader.property.type.bytes;
}

uint32_t state_lv2_type_bytes(void)
{
	return reader.property.type.count;
}

uint32_t state_lv2_flags(void)
{
	return reader.property.flags;
}

const void *state_lv2_value(void)
{
	return reader.property.value.bytes;
}

uint32_t state_lv2_value_bytes(void)
{
	return reader.property.value.count;
}
