/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MIDI: from the DAW's rings to the block's event list, and from the plugin to the DAW's rings.
 *
 * Version 6 has two layouts: its clients moved the slots of a port from 8 to 16 bytes after the start of the port,
 * without changing the version number. Once a port has received something, the segment's content shows which layout it
 * is. In the older layout the byte at 12 is the first byte of the message in slot 0, which every ring fills first: a
 * status byte, 0x80 or more. In the newer one it is padding between indices and slots, which is never written: 0. The
 * byte is checked again for each port that has events, because a client of the other kind may zero and rewrite the
 * segment at any time. Until something is received, the newer layout is assumed.
 */
#include "core.h"
#include "host.h"
#include "ring.h"

#define STATUS_MIN 0x80u
#define FIRST_STATUS_OF_OLDER 12u

static_assert(RING_CAPACITY == BLOCK_MIDI_MAX, "a full ring fits one block");
static_assert(offsetof(struct protocol_midi_event, data) == 4, "slot 0 at 8 has its first message byte at 12");

/* write: offset of a port's write index, which is the start of the port. */
static void choose_layout(uint32_t write)
{
	if (window_layout->version != 6)
		return;
	int older = window_bytes[write + FIRST_STATUS_OF_OLDER] >= STATUS_MIN;
	window_layout = older ? protocol_layout_of_older_6() : protocol_layout_of(6);
}

/* Length of the message with this status byte. */
static uint32_t message_bytes(uint8_t status)
{
	switch (status & 0xF0) {
	case 0xC0: /* program change */
	case 0xD0: /* channel pressure */
		return 2;
	case 0xF0:
		break;
	default:
		return 3;
	}
	switch (status) {
	case 0xF0: /* as much of a system exclusive message as a slot holds */
	case 0xF2: /* song position */
		return 3;
	case 0xF1: /* time code */
	case 0xF3: /* song select */
		return 2;
	default:
		return 1;
	}
}

/* Returns 0 if the message has to wait for the next block. */
static int receive_message(const struct protocol_midi_event *from, uint32_t port, uint32_t frames)
{
	const uint32_t is_note = from->flags & PROTOCOL_MIDI_LONG && from->flags & PROTOCOL_MIDI_NOTE;
	if (from->data[0] < STATUS_MIN && !is_note)
		return 1;
	struct event *event = events_next();
	*event = (struct event){
	    .sample_offset = minimum(from->sample_offset, frames - 1),
	    .kind = EVENT_MIDI,
	    .port = (uint16_t)port,
	    .index = message_bytes(from->data[0]),
	};
	int is_message = LONG_MIDI_RECEIVED;
	if (is_note)
		is_message = note_receive(from->tail, event) ? LONG_MIDI_RECEIVED : LONG_MIDI_NONE;
	else if (from->flags & PROTOCOL_MIDI_LONG)
		is_message = long_midi_receive(from->tail, event);
	else
		memcpy(event->bytes, from->data, event->index);
	if (is_message == LONG_MIDI_RECEIVED)
		events_keep();
	return is_message != LONG_MIDI_NO_ROOM;
}

/* Messages that do not fit in the list stay in the ring for the next block. */
static void receive_port(uint32_t port, uint32_t frames)
{
	struct ring ring = ring_of_midi_in(port);
	if (word_load(ring.write) == word_load(ring.read))
		return;
	choose_layout(ring.write);
	ring = ring_of_midi_in(port);
	uint32_t index;
	uint32_t used = ring_used(&ring, &index);
	uint32_t taken = 0;
	while (taken < used && host_record.event_count < BLOCK_EVENTS_MAX) {
		struct protocol_midi_event event;
		ring_read(&ring, index + taken, &event);
		if (!receive_message(&event, port, frames))
			break;
		taken++;
	}
	if (taken != 0)
		ring_consumed(&ring, index + taken);
}

/* Ports that the plugin does not have are skipped: their indices are 64 KiB apart. */
void midi_receive(uint32_t frames)
{
	uint32_t ports = minimum(host_record.midi_inputs, window_layout->midi_in_ports);
	long_midi_begin();
	for (uint32_t port = 0; port < ports; port++)
		receive_port(port, frames);
}

void midi_send(const struct event *event, uint32_t sample_offset)
{
	struct protocol_midi_event message = {.sample_offset = sample_offset};
	if (event->flags & EVENT_DONT_RECORD && notes_are_wanted())
		message.flags = PROTOCOL_MIDI_DONT_RECORD;
	uint32_t bytes = minimum(event->index, sizeof message.data);
	if (event->port >= minimum(host_record.midi_outputs, window_layout->midi_out_ports) || bytes == 0)
		return;
	if (event->kind == EVENT_SYSEX) {
		long_midi_send(event, &message);
		return;
	}
	message.channel = event->bytes[0] & 0x0F;
	memcpy(message.data, event->bytes, bytes);
	struct ring ring = ring_of_midi_out(event->port);
	/* A full ring has no reader, so dropping the message does no harm. */
	ring_push(&ring, &message);
}
