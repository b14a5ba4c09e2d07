/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's own container for a state that is too large for the DAW:
 *
 *   16 bytes mark; u32 version; u32 kind; u32 raw bytes; 32 bytes SHA-256 of the raw bytes;
 *   u32 deflated bytes; as many bytes, a gzip stream of the raw bytes (kind 1), or none (kind 2: in the file named
 *   by that hash)
 *
 * Packed. The raw bytes are the whole state as its format's codec writes it. The container takes the place of data that
 * a DAW which parses the blob treats as opaque:
 *
 *   VST3   the plugin's id as in the raw state, the container as component, no controller
 *   LV2    no ports, one property: our key, type atom:Chunk, plain data, portable, the container as value
 *   CLAP   the container
 *
 * The mark is 16 random bytes, so that a plugin's own state does not start with them by chance. A plugin's state that
 * does is put into a container, too (the host checks with state_container_read), so that there is no ambiguity.
 */
#include "core.h"
#include "state.h"

static const uint8_t mark[16] = {
    0xF5,
    0x63,
    0x43,
    0xC3,
    0x63,
    0x70,
    0x93,
    0x96,
    0x68,
    0x8E,
    0x24,
    0x4A,
    0x33,
    0x92,
    0x59,
    0xA1,
};

static const char lv2_key[] = "urn:maolan:plugin-host:state-container";
static const char lv2_type[] = "http://lv2plug.in/ns/ext/atom#Chunk";

#define VERSION 1u
#define HASH_BYTES 32u
#define HEAD_BYTES 64u
#define LV2_FLAGS 3u /* LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE */

struct container {
	uint32_t kind;
	uint32_t raw_bytes;
	const uint8_t *hash;
	struct piece deflated;
};

static int size_valid(const struct container *container)
{
	return container->raw_bytes != 0 && container->raw_bytes <= STATE_BYTES_MAX;
}

static int kind_valid(const struct container *container)
{
	return container->kind == STATE_CONTAINER_DEFLATED || container->kind == STATE_CONTAINER_FILE;
}

/* The kind is already validated. */
static int deflated_valid(const struct container *container)
{
	return (container->kind == STATE_CONTAINER_DEFLATED) == (container->deflated.count != 0);
}

static int container_valid(const struct container *container)
{
	return size_valid(container) && kind_valid(container) && deflated_valid(container);
}

/* ---- writer ---- */

/* Separate from the state buffer, where the raw state is needed until the container is complete. */
static uint8_t built_bytes[PROTOCOL_SCRATCH_BYTES];

static void write_container(struct cursor *blob, const struct container *container)
{
	cursor_write(blob, mark, sizeof mark);
	cursor_write_u32(blob, VERSION);
	cursor_write_u32(blob, container->kind);
	cursor_write_u32(blob, container->raw_bytes);
	cursor_write(blob, container->hash, HASH_BYTES);
	cursor_write_piece(blob, container->deflated.bytes, container->deflated.count);
}

static void write_lv2(struct cursor *blob, const struct container *container)
{
	cursor_write_u32(blob, 0);
	cursor_write_u32(blob, 1);
	cursor_write_piece(blob, lv2_key, sizeof lv2_key - 1);
	cursor_write_piece(blob, lv2_type, sizeof lv2_type - 1);
	cursor_write_u32(blob, LV2_FLAGS);
	cursor_write_u32(blob, HEAD_BYTES + container->deflated.count);
	write_container(blob, container);
}

static void write_vst3(struct cursor *blob, const struct container *container)
{
	if (state_vst3_read(container->raw_bytes) != 0) {
		blob->failed = 1;
		return;
	}
	cursor_write_piece(blob, state_vst3_id(), state_vst3_id_bytes());
	cursor_write_u32(blob, HEAD_BYTES + container->deflated.count);
	write_container(blob, container);
	cursor_write_u32(blob, 0);
}

static void write_blob(struct cursor *blob, uint32_t format, const struct container *container)
{
	switch (format) {
	case STATE_FORMAT_LV2:
		write_lv2(blob, container);
		return;
	case STATE_FORMAT_VST3:
		write_vst3(blob, container);
		return;
	case STATE_FORMAT_CLAP:
		write_container(blob, container);
		return;
	default:
		blob->failed = 1;
	}
}

int32_t state_container_write(uint32_t format, uint32_t kind, uint32_t raw_bytes, uint32_t deflated_bytes)
{
	struct cursor staging = staging_cursor();
	struct container container = {.kind = kind, .raw_bytes = raw_bytes};
	container.hash = cursor_take(&staging, HASH_BYTES);
	container.deflated = (struct piece){cursor_take(&staging, deflated_bytes), deflated_bytes};
	if (staging.failed || !container_valid(&container))
		return -1;
	struct cursor blob = cursor_over(built_bytes, sizeof built_bytes);
	write_blob(&blob, format, &container);
	if (blob.failed)
		return -1;
	memcpy(state_bytes, built_bytes, blob.at);
	return (int32_t)blob.at;
}

/* ---- reader ---- */

static struct container reader;

static int is_text(struct piece piece, const char *text)
{
	return piece.count == strlen(text) && memcmp(piece.bytes, text, piece.count) == 0;
}

static int is_marked(struct piece piece)
{
	return piece.count >= sizeof mark && memcmp(piece.bytes, mark, sizeof mark) == 0;
}

/* The container found in a blob. A blob that its format's codec rejects contains none; the codec reports the fault. */
struct found {
	struct piece container;
	int there;
	int odd; /* the surrounding blob is not as the writer writes it */
};

static struct found find_in_lv2(uint32_t bytes)
{
	struct found found = {.there = 0};
	if (state_lv2_read(bytes) != 0 || state_lv2_port_count() != 0 || state_lv2_property_count() != 1)
		return found;
	state_lv2_next_property();
	struct piece type = {state_lv2_type(), state_lv2_type_bytes()};
	found.there = is_text((struct piece){state_lv2_key(), state_lv2_key_bytes()}, lv2_key);
	found.container = (struct piece){state_lv2_value(), state_lv2_value_bytes()};
	found.odd = !is_text(type, lv2_type) || state_lv2_flags() != LV2_FLAGS;
	return found;
}

static struct found find_in_vst3(uint32_t bytes)
{
	struct found found = {.there = 0};
	if (state_vst3_read(bytes) != 0)
		return found;
	found.container = (struct piece){state_vst3_component(), state_vst3_component_bytes()};
	found.there = is_marked(found.container);
	found.odd = state_vst3_controller_bytes() != 0;
	return found;
}

static struct found find(uint32_t format, uint32_t bytes)
{
	struct found found = {.there = 0};
	switch (format) {
	case STATE_FORMAT_LV2:
		return find_in_lv2(bytes);
	case STATE_FORMAT_VST3:
		return find_in_vst3(bytes);
	case STATE_FORMAT_CLAP:
		found.container = (struct piece){state_bytes, bytes <= sizeof state_bytes ? bytes : 0};
		found.there = is_marked(found.container);
		return found;
	default:
		return found;
	}
}

/* Offsets of the container's fields. */
enum { VERSION_AT = 16, KIND_AT = 20, RAW_BYTES_AT = 24, DEFLATED_AT = 60 };

/* Records the first field with an invalid value. */
static int contents_valid(const uint8_t *at, uint32_t version, const struct container *container)
{
	if (memcmp(at, mark, sizeof mark) != 0)
		state_refuse(STATE_FAULT_MARK, STATE_FIELD_MARK, at, 0);
	else if (version != VERSION)
		state_refuse(STATE_FAULT_VALUE, STATE_FIELD_VERSION, at + VERSION_AT, version);
	else if (!kind_valid(container))
		state_refuse(STATE_FAULT_VALUE, STATE_FIELD_KIND, at + KIND_AT, container->kind);
	else if (!size_valid(container))
		state_refuse(STATE_FAULT_VALUE, STATE_FIELD_RAW_BYTES, at + RAW_BYTES_AT, container->raw_bytes);
	else if (!deflated_valid(container))
		state_refuse(STATE_FAULT_VALUE, STATE_FIELD_DEFLATED, at + DEFLATED_AT, container->deflated.count);
	else
		return 1;
	return 0;
}

/* Accepts exactly one container: nothing missing, and nothing after it. */
static int read_container(struct piece piece)
{
	struct cursor cursor = cursor_over(state_bytes + (piece.bytes - state_bytes), piece.count);
	const uint8_t *start = state_take(&cursor, sizeof mark, STATE_FIELD_MARK);
	uint32_t version = state_read_u32(&cursor, STATE_FIELD_VERSION);
	struct container container = {.kind = state_read_u32(&cursor, STATE_FIELD_KIND)};
	container.raw_bytes = state_read_u32(&cursor, STATE_FIELD_RAW_BYTES);
	container.hash = state_take(&cursor, HASH_BYTES, STATE_FIELD_HASH);
	container.deflated = state_read_piece(&cursor, STATE_FIELD_DEFLATED);
	if (cursor.failed || !contents_valid(start, version, &container))
		return 0;
	if (cursor_left(&cursor) != 0) {
		state_refuse(STATE_FAULT_LENGTH, STATE_FIELD_DEFLATED, cursor.bytes + cursor.at, cursor_left(&cursor));
		return 0;
	}
	reader = container;
	return 1;
}

int32_t state_container_read(uint32_t format, uint32_t bytes)
{
	memset(&reader, 0, sizeof reader);
	state_fault_clear();
	struct found found = find(format, bytes);
	if (!found.there) {
		state_fault_clear(); /* a blob that its codec rejects contains no container */
		return 0;
	}
	if (found.odd)
		return state_refuse(STATE_FAULT_VALUE, STATE_FIELD_FRAME, state_bytes, 0);
	return read_container(found.container) ? (int32_t)reader.kind : -1;
}

uint32_t state_container_raw_bytes(void)
{
	return reader.raw_bytes;
}

const void *state_container_hash(void)
{
	return reader.hash;
}

const void *state_container_deflated(void)
{
	return reader.deflated.bytes;
}

uint32_t state_container_deflated_bytes(void)
{
	return reader.deflated.count;
}
