/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bounded cursor over bytes: all that the codecs read or write goes through it.
 *
 * The first step that does not fit makes the cursor fail; from then on it moves no more, reads zeros and writes
 * nothing. So a codec may take many steps and look at failed once.
 */
#ifndef CORE_CURSOR_H
#define CORE_CURSOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cursor {
	uint8_t *bytes;
	uint32_t size;
	uint32_t at; /* <= size; after a failure: where the step began that did not fit */
	int failed;
	uint32_t needed; /* bytes of that step */
};

static inline struct cursor cursor_over(uint8_t *bytes, uint32_t size)
{
	return (struct cursor){.bytes = bytes, .size = size};
}

static inline uint32_t cursor_left(const struct cursor *cursor)
{
	return cursor->size - cursor->at;
}

/* Step over count bytes: their address, or NULL. */
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

/* u32 length, then the bytes: as the codecs store every text and every blob. */
static inline void cursor_write_piece(struct cursor *cursor, const void *from, uint32_t count)
{
	cursor_write_u32(cursor, count);
	cursor_write(cursor, from, count);
}

/* A piece read: where it lies, and its length. Never outside the cursor's bytes; {NULL, 0} after a failure. */
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
