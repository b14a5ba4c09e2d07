/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System exclusive messages: from the client's private area (protocol.h, PROTOCOL_MIDI_LONG) to the block's bytes, and
 * back. DAWs do not offer this area, and never mark a slot.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "long-midi.h"

#define SYSEX_START 0xF0u
static_assert(BLOCK_DATA_BYTES == PROTOCOL_LONG_MIDI_BYTES, "whatever is in the area fits one block");

static uint8_t received[BLOCK_DATA_BYTES];
static uint8_t written[BLOCK_DATA_BYTES]; /* written by the plugin */
static uint32_t received_bytes;
static struct long_midi_writer sent;

void long_midi_describe(struct block *block)
{
	block->data_at = memory_offset(received);
	block->output_data_at = memory_offset(written);
}

void long_midi_attach(void)
{
	sent = (struct long_midi_writer){0};
	if (long_midi_is_offered())
		word_store(window_layout->long_midi + 4, PROTOCOL_LONG_MIDI_TAKEN);
}

struct long_midi_writer *long_midi_sent(void)
{
	return &sent;
}

void long_midi_begin(void)
{
	received_bytes = 0;
}

int long_midi_receive(uint32_t place, struct event *event)
{
	uint32_t bytes;
	const uint8_t *message = long_midi_at(PROTOCOL_DAW_TO_HOST, place, &bytes);
	if (message == NULL)
		return LONG_MIDI_NONE;
	if (bytes > BLOCK_DATA_BYTES - received_bytes)
		return LONG_MIDI_NO_ROOM;
	memcpy(received + received_bytes, message, bytes);
	if (received[received_bytes] != SYSEX_START)
		return LONG_MIDI_NONE;
	event->kind = EVENT_SYSEX;
	event->index = bytes;
	event->value = 0;
	event->data_at = received_bytes;
	received_bytes += bytes;
	return LONG_MIDI_RECEIVED;
}

void long_midi_send(const struct event *event, const struct protocol_midi_event *message)
{
	uint32_t from = event->data_at;
	uint32_t bytes = event->index;
	if (!long_midi_is_offered() || from >= BLOCK_DATA_BYTES || bytes > BLOCK_DATA_BYTES - from)
		return;
	uint8_t *to = long_midi_room(&sent, PROTOCOL_HOST_TO_DAW, bytes);
	if (to == NULL) /* a full area has no reader, like a full ring */
		return;
	memcpy(to, written + from, bytes);
	long_midi_push(&sent, PROTOCOL_HOST_TO_DAW, event->port, *message, bytes);
}
