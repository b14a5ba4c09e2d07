/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notes with ids, and note expressions: through the private area for system exclusive messages (protocol.h,
 * PROTOCOL_MIDI_NOTE). DAWs never mark a slot this way.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "long-midi.h"

#define KEY_MAX 127
#define CHANNEL_MAX 15
#define VOLUME_MAX 4
#define SEMITONES_MAX 120

static_assert(EVENT_NOTE_EXPRESSION - EVENT_NOTE_ON == PROTOCOL_NOTE_EXPRESSION - PROTOCOL_NOTE_ON, "the same order");

void notes_attach(void)
{
	if (long_midi_is_offered() && word_load(window_layout->long_midi + PROTOCOL_NOTES_OFFERED_AT) == 1)
		word_store(window_layout->long_midi + PROTOCOL_NOTES_TAKEN_AT, 1);
}

uint32_t notes_are_wanted(void)
{
	return long_midi_is_offered() && word_load(window_layout->long_midi + PROTOCOL_NOTES_TAKEN_AT) == 1;
}

/* The value clamped to its range; NaN becomes 0. */
static double fitting(const struct protocol_note *note)
{
	double least = 0;
	double most = 1;
	if (note->kind == PROTOCOL_NOTE_EXPRESSION && note->expression == EXPRESSION_VOLUME)
		most = VOLUME_MAX;
	if (note->kind == PROTOCOL_NOTE_EXPRESSION && note->expression == EXPRESSION_TUNING)
		least = -(most = SEMITONES_MAX);
	if (!(note->value >= least))
		return note->value < least ? least : 0;
	return note->value > most ? most : note->value;
}

static int is_note(const struct protocol_note *note)
{
	const int is_any = note->key == -1 || note->channel == -1;
	return note->kind >= PROTOCOL_NOTE_ON && note->kind <= PROTOCOL_NOTE_EXPRESSION &&
	       note->kind != PROTOCOL_NOTE_END && note->key >= -1 && note->key <= KEY_MAX && note->channel >= -1 &&
	       note->channel <= CHANNEL_MAX && note->note_id >= -1 && note->expression <= EXPRESSION_PRESSURE &&
	       !(note->kind == PROTOCOL_NOTE_ON && is_any);
}

int note_receive(uint32_t place, struct event *event)
{
	uint32_t bytes;
	struct protocol_note note;
	const uint8_t *message = long_midi_at(PROTOCOL_DAW_TO_HOST, place, &bytes);
	if (message == NULL || bytes != sizeof note)
		return 0;
	memcpy(&note, message, sizeof note);
	if (!is_note(&note))
		return 0;
	event->kind = (uint8_t)(EVENT_NOTE_ON + note.kind - PROTOCOL_NOTE_ON);
	event->index = (uint32_t)note.note_id;
	event->key = note.key;
	event->channel = note.channel;
	event->expression = note.expression;
	event->value = fitting(&note);
	return 1;
}

void note_send(const struct event *event, uint32_t sample_offset)
{
	const struct protocol_note note = {
	    .kind = (uint16_t)(event->kind - EVENT_NOTE_ON + PROTOCOL_NOTE_ON),
	    .port = event->port,
	    .note_id = (int32_t)event->index,
	    .key = event->key,
	    .channel = event->channel,
	    .expression = event->expression,
	    .value = event->value,
	};
	struct protocol_midi_event slot = {.sample_offset = sample_offset, .flags = PROTOCOL_MIDI_NOTE};
	if (event->flags & EVENT_DONT_RECORD)
		slot.flags |= PROTOCOL_MIDI_DONT_RECORD;
	struct long_midi_writer *sent = long_midi_sent();
	uint8_t *to = notes_are_wanted() ? long_midi_room(sent, PROTOCOL_HOST_TO_DAW, sizeof note) : NULL;
	if (to == NULL) /* a full area has no reader, like a full ring */
		return;
	memcpy(to, &note, sizeof note);
	long_midi_push(sent, PROTOCOL_HOST_TO_DAW, 0, slot, sizeof note);
}
