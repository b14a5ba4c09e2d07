/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Common code for both ends of the private area for system exclusive messages (protocol.h, PROTOCOL_MIDI_LONG): each
 * end writes one direction and reads the other.
 */
#ifndef CORE_LONG_MIDI_H
#define CORE_LONG_MIDI_H

#include <string.h>

#include "ring.h"

#define LONG_MIDI_LENGTH_BYTES ((uint32_t)sizeof(uint32_t))

struct long_midi_writer {
	uint32_t bytes;                         /* offset of the next message */
	uint32_t ports;                         /* a bit for each port that a message was sent to since bytes was 0 */
	uint32_t next[PROTOCOL_MIDI_PORTS_MAX]; /* index of the slot after the last one */
};

static inline int long_midi_is_offered(void)
{
	uint32_t area = window_layout->long_midi;
	return area != 0 && word_load(area) == PROTOCOL_LONG_MIDI_OFFERED;
}

static inline uint8_t *long_midi_part(enum protocol_direction direction)
{
	return window_bytes + window_layout->long_midi + PROTOCOL_LONG_MIDI_DATA + direction * PROTOCOL_LONG_MIDI_BYTES;
}

static inline struct ring long_midi_ring(enum protocol_direction direction, uint32_t port)
{
	return direction == PROTOCOL_DAW_TO_HOST ? ring_of_midi_in(port) : ring_of_midi_out(port);
}

/* Whether the other end has read everything that was written. */
static inline int long_midi_is_read(const struct long_midi_writer *writer, enum protocol_direction direction)
{
	for (uint32_t port = 0; port < PROTOCOL_MIDI_PORTS_MAX; port++) {
		struct ring ring = long_midi_ring(direction, port);
		if (writer->ports >> port & 1 && (int32_t)(word_load(ring.read) - writer->next[port]) < 0)
			return 0;
	}
	return 1;
}

/* Where to write a message of this many bytes; NULL if there is no room. */
static inline uint8_t *long_midi_room(
    struct long_midi_writer *writer, enum protocol_direction direction, uint32_t bytes)
{
	if (long_midi_is_read(writer, direction))
		writer->bytes = writer->ports = 0;
	const uint32_t room = PROTOCOL_LONG_MIDI_BYTES - writer->bytes;
	if (room < LONG_MIDI_LENGTH_BYTES || bytes > room - LONG_MIDI_LENGTH_BYTES)
		return NULL;
	return long_midi_part(direction) + writer->bytes + LONG_MIDI_LENGTH_BYTES;
}

/* Put a message written there into its port's ring. event: complete except for the message's location. Returns 0 if the
   ring is full. */
static inline int long_midi_push(struct long_midi_writer *writer, enum protocol_direction direction, uint32_t port,
    struct protocol_midi_event event, uint32_t bytes)
{
	uint8_t *message = long_midi_part(direction) + writer->bytes;
	struct ring ring = long_midi_ring(direction, port);
	memcpy(message, &bytes, LONG_MIDI_LENGTH_BYTES);
	memcpy(event.data, message + LONG_MIDI_LENGTH_BYTES, minimum(bytes, sizeof event.data));
	event.channel = event.data[0] & 0x0F;
	event.flags |= PROTOCOL_MIDI_LONG;
	event.tail = writer->bytes;
	if (!ring_push(&ring, &event))
		return 0;
	writer->bytes += LONG_MIDI_LENGTH_BYTES + bytes;
	writer->ports |= 1u << port;
	writer->next[port] = word_load(ring.write);
	return 1;
}

/* The message at an offset: its bytes, and their number, limited to the area. NULL: none. */
static inline const uint8_t *long_midi_at(enum protocol_direction direction, uint32_t place, uint32_t *bytes)
{
	if (!long_midi_is_offered() || place > PROTOCOL_LONG_MIDI_BYTES - LONG_MIDI_LENGTH_BYTES)
		return NULL;
	const uint8_t *message = long_midi_part(direction) + place;
	memcpy(bytes, message, LONG_MIDI_LENGTH_BYTES);
	const int fits = *bytes != 0 && *bytes <= PROTOCOL_LONG_MIDI_BYTES - LONG_MIDI_LENGTH_BYTES - place;
	return fits ? message + LONG_MIDI_LENGTH_BYTES : NULL;
}

#endif
