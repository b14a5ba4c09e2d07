/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A .vstpreset file:
 *
 *   "VST3"; i32 version, 1; 32 characters, the class id; i64 offset of the list
 *   the chunks, anywhere
 *   the list: "List"; i32 entries; entries times { 4 characters, the chunk's name; i64 offset; i64 length }
 *
 * Little-endian, packed. "Comp" is the component's state, "Cont" the controller's, "Info" XML about the preset.
 */
#include "core.h"
#include "state.h"

#define VERSION 1u
#define NAME_BYTES 4u
#define ID_BYTES 32u
#define ID_AT 8u
#define LIST_OFFSET_AT 40u
#define HEAD_BYTES 48u
#define LIST_HEAD_BYTES 8u
#define ENTRY_BYTES 20u
#define ENTRIES_MAX 128u /* as in the SDK */

static int is_id(const uint8_t *id, uint32_t *valid)
{
	for (*valid = 0; *valid < ID_BYTES; ++*valid) {
		uint8_t digit = id[*valid];
		int hexadecimal =
		    (digit >= '0' && digit <= '9') || (digit >= 'A' && digit <= 'F') || (digit >= 'a' && digit <= 'f');
		if (!hexadecimal)
			return 0;
	}
	return 1;
}

/* ---- writer ---- */

struct chunk {
	char name[NAME_BYTES + 1];
	const uint8_t *bytes;
	uint32_t count;
};

static void write_u64(struct cursor *file, uint32_t value)
{
	cursor_write_u32(file, value);
	cursor_write_u32(file, 0);
}

static void write_list(struct cursor *file, const struct chunk *chunks, uint32_t count)
{
	cursor_write(file, "List", NAME_BYTES);
	cursor_write_u32(file, count);
	uint32_t at = HEAD_BYTES;
	for (uint32_t i = 0; i < count; i++) {
		cursor_write(file, chunks[i].name, NAME_BYTES);
		write_u64(file, at);
		write_u64(file, chunks[i].count);
		at += chunks[i].count;
	}
}

static int32_t write_file(const uint8_t *id, const struct chunk *chunks, uint32_t count)
{
	uint32_t list_at = HEAD_BYTES;
	for (uint32_t i = 0; i < count; i++)
		list_at += chunks[i].count; /* cannot overflow: all of them are in the staging area */
	struct cursor file = state_cursor(sizeof state_bytes);
	cursor_write(&file, "VST3", NAME_BYTES);
	cursor_write_u32(&file, VERSION);
	cursor_write(&file, id, ID_BYTES);
	write_u64(&file, list_at);
	for (uint32_t i = 0; i < count; i++)
		cursor_write(&file, chunks[i].bytes, chunks[i].count);
	write_list(&file, chunks, count);
	return file.failed ? -1 : (int32_t)file.at;
}

int32_t state_vstpreset_write(uint32_t component_bytes, uint32_t controller_bytes, uint32_t info_bytes)
{
	struct cursor staging = staging_cursor();
	const uint8_t *id = cursor_take(&staging, ID_BYTES);
	struct chunk all[] = {
	    {"Comp", cursor_take(&staging, component_bytes), component_bytes},
	    {"Cont", cursor_take(&staging, controller_bytes), controller_bytes},
	    {"Info", cursor_take(&staging, info_bytes), info_bytes},
	};
	uint32_t valid = 0;
	if (staging.failed || !is_id(id, &valid))
		return -1;
	struct chunk chunks[3] = {all[0]};
	uint32_t count = 1;
	for (uint32_t i = 1; i < 3; i++) {
		if (all[i].count != 0)
			chunks[count++] = all[i];
	}
	return write_file(id, chunks, count);
}

/* ---- reader ---- */

static struct {
	const uint8_t *id;
	struct piece component;
	struct piece controller;
	struct piece info;
	int has_component;
} reader;

/* Reads an offset or a length. Larger values do not occur in a file that fits the state buffer. */
static uint32_t read_u64(struct cursor *cursor, uint32_t field)
{
	uint32_t low = state_read_u32(cursor, field);
	uint32_t high = state_read_u32(cursor, field);
	return high == 0 ? low : UINT32_MAX;
}

static int is_name(const uint8_t *bytes, const char *name)
{
	return memcmp(bytes, name, NAME_BYTES) == 0;
}

/* Advance to the list; returns its number of entries. */
static uint32_t read_head(struct cursor *cursor)
{
	const uint8_t *mark = state_take(cursor, NAME_BYTES, STATE_FIELD_MARK);
	if (mark != NULL && !is_name(mark, "VST3"))
		state_fail(cursor, STATE_FAULT_MARK, STATE_FIELD_MARK, mark, 0);
	state_read_u32(cursor, STATE_FIELD_VERSION);
	reader.id = state_take(cursor, ID_BYTES, STATE_FIELD_ID);
	uint32_t valid = 0;
	if (reader.id != NULL && !is_id(reader.id, &valid))
		state_fail(cursor, STATE_FAULT_TEXT, STATE_FIELD_ID, reader.id + valid, reader.id[valid]);
	uint32_t list_at = read_u64(cursor, STATE_FIELD_LIST_OFFSET);
	if (cursor->failed)
		return 0;
	if (list_at > cursor->size) {
		state_fail(cursor, STATE_FAULT_OUTSIDE, STATE_FIELD_LIST, cursor->bytes + LIST_OFFSET_AT, list_at);
		return 0;
	}
	cursor->at = list_at;
	const uint8_t *list = state_take(cursor, NAME_BYTES, STATE_FIELD_LIST);
	if (list != NULL && !is_name(list, "List"))
		state_fail(cursor, STATE_FAULT_MARK, STATE_FIELD_LIST, list, 0);
	uint32_t count = state_read_u32(cursor, STATE_FIELD_LIST);
	if (count > ENTRIES_MAX || count > cursor_left(cursor) / ENTRY_BYTES)
		state_fail(cursor, STATE_FAULT_COUNT, STATE_FIELD_LIST, cursor->bytes + cursor->at - sizeof count, count);
	return count;
}

/* Where the chunk with this name is stored, and its field; NULL if the name is unknown. */
static struct piece *place_of(const uint8_t *name, uint32_t *field)
{
	if (is_name(name, "Comp")) {
		*field = STATE_FIELD_COMPONENT;
		return &reader.component;
	}
	if (is_name(name, "Cont")) {
		*field = STATE_FIELD_CONTROLLER;
		return &reader.controller;
	}
	*field = is_name(name, "Info") ? STATE_FIELD_INFO : STATE_FIELD_LIST;
	return *field == STATE_FIELD_INFO ? &reader.info : NULL;
}

static void read_entry(struct cursor *cursor)
{
	const uint8_t *name = state_take(cursor, NAME_BYTES, STATE_FIELD_LIST);
	uint32_t at = read_u64(cursor, STATE_FIELD_LIST);
	uint32_t count = read_u64(cursor, STATE_FIELD_LIST);
	if (cursor->failed)
		return;
	uint32_t field;
	struct piece *piece = place_of(name, &field);
	if (at > cursor->size || count > cursor->size - at) {
		state_fail(cursor, STATE_FAULT_OUTSIDE, field, name, at);
		return;
	}
	if (piece == NULL)
		return;
	*piece = (struct piece){state_bytes + at, count};
	reader.has_component |= field == STATE_FIELD_COMPONENT;
}

int32_t state_vstpreset_read(uint32_t bytes)
{
	memset(&reader, 0, sizeof reader);
	state_fault_clear();
	struct cursor cursor = state_cursor(bytes);
	uint32_t count = read_head(&cursor);
	const uint8_t *list_at = cursor.bytes + cursor.at;
	for (uint32_t i = 0; i < count && !cursor.failed; i++)
		read_entry(&cursor);
	if (!cursor.failed && !reader.has_component)
		state_fail(&cursor, STATE_FAULT_MISSING, STATE_FIELD_COMPONENT, list_at, 0);
	if (!cursor.failed)
		return 0;
	memset(&reader, 0, sizeof reader);
	return -1;
}

const void *state_vstpreset_class_id(void)
{
	return reader.id;
}

const void *state_vstpreset_component(void)
{
	return reader.component.bytes;
}

uint32_t state_vstpreset_component_bytes(void)
{
	return reader.component.count;
}

const void *state_vstpreset_controller(void)
{
	return reader.controller.bytes;
}

uint32_t state_vstpreset_controller_bytes(void)
{
	return reader.controller.count;
}

const void *state_vstpreset_info(void)
{
	return reader.info.bytes;
}

uint32_t state_vstpreset_info_bytes(void)
{
	return reader.info.count;
}
