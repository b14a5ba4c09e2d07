/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bounded cursor over bytes, through which the codecs read and write everything.
 *
 * The first step that does not fit makes the cursor fail; from then on it does not move, reads zeros and writes
 * nothing. So a codec can take many steps and check failed once.
 */
#ifndef CORE_CURSOR_H
#define CORE_CURSOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cursor {
	uint8_t *bytes;
	uint32_t size;
	uint32_t at; /* <= size; after a failure: the start of the step that did not fit */
	int failed;
	uint32_t needed; /* bytes required by that step */
};

static inline struct cursor cursor_over(uint8_t *bytes, uint32_t size)
{
	return (struct cursor){.bytes = bytes, .size = size};
}

static inline uint32_t cursor_left(const struct cursor *cursor)
{
	return cursor->size - cursor->at;
}

/* Advance over count bytes: returns their address, or NULL. */
static inline uint8_t *cursor_take(struct cursor *cursor, uint32_t count)
{
	if (cursor->failed)
		return NULL;
	if (count > cursor_left(cursor)) {
		cursor->failed = 1;
		cursor->needed = count;
		return NULL;
	}
	uint8_t *bytes = cursor->bytes + cursor->at;
	cursor->at += count;
	return bytes;
}

static inline uint32_t cursor_read_u32(struct cursor *cursor)
{
	uint32_t value = 0;
	const uint8_t *bytes = cursor_take(cursor, sizeof value);
	if (bytes != NULL)
		memcpy(&value, bytes, sizeof value);
	return value;
}

static inline void cursor_write(struct cursor *cursor, const void *from, uint32_t count)
{
	uint8_t *bytes = cursor_take(cursor, count);
	if (bytes != NULL && count != 0)
		memcpy(bytes, from, count);
}

static inline void cursor_write_u32(struct cursor *cursor, uint32_t value)
{
	cursor_write(cursor, &value, sizeof value);
}

/* A u32 length, then the bytes: the encoding of every text and blob. */
static inline void cursor_write_piece(struct cursor *cursor, const void *from, uint32_t count)
{
	cursor_write_u32(cursor, count);
	cursor_write(cursor, from, count);
}

/* A piece that was read: address and length. Always inside the cursor's bytes; {NULL, 0} after a failure. */
struct piece {
	const uint8_t *bytes;
	uint32_t count;
};

static inline struct piece cursor_read_piece(struct cursor *cursor)
{
	uint32_t count = cursor_read_u32(cursor);
	const uint8_t *bytes = cursor_take(cursor, count);
	return bytes != NULL ? (struct piece){bytes, count} : (struct piece){NULL, 0};
}

#endif
