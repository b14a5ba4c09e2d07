/* SPDX-License-Identifier: BSD-2-Clause */
/* System exclusive messages among the events of a block (block.h, EVENT_SYSEX). */
#ifndef MAOLAN_SYSEX_H
#define MAOLAN_SYSEX_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "block.h"

#define SYSEX_START 0xf0
#define SYSEX_END 0xf7
#define SYSEX_BYTES_MIN 2u

/* The message bytes of a block. */
struct sysex {
	const uint8_t *input; /* BLOCK_DATA_BYTES */
	uint8_t *output;      /* BLOCK_DATA_BYTES */
};

/* [main-thread] base: address of the core's memory. */
static inline struct sysex sysex_of(uint8_t *base, const struct block *block)
{
	return (struct sysex){base + block->data_at, base + block->output_data_at};
}

/* [audio-thread] The bytes of an input event; event->index is their number. NULL if it has none. */
static inline const uint8_t *sysex_bytes(const struct sysex *sysex, const struct event *event)
{
	const bool fits = event->kind == EVENT_SYSEX && event->index >= 1 && event->index <= BLOCK_DATA_BYTES &&
	                  event->data_at <= BLOCK_DATA_BYTES - event->index;
	return fits ? sysex->input + event->data_at : NULL;
}

/* Whether these bytes are one complete message. */
static inline bool sysex_is_whole(const uint8_t *bytes, uint32_t size)
{
	return size >= SYSEX_BYTES_MIN && bytes[0] == SYSEX_START && bytes[size - 1] == SYSEX_END;
}

/* [audio-thread] Turn the plugin's message into an output event: kind, index and the bytes. False if there is no room.
 */
static inline bool sysex_put(
    const struct sysex *sysex, struct block *block, const uint8_t *bytes, uint32_t size, struct event *event)
{
	const uint32_t at = block->output_data_bytes;
	if (at > BLOCK_DATA_BYTES || size > BLOCK_DATA_BYTES - at)
		return false;
	memcpy(sysex->output + at, bytes, size);
	block->output_data_bytes = at + size;
	event->kind = EVENT_SYSEX;
	event->index = size;
	event->value = 0;
	event->data_at = at;
	return true;
}

#endif
