/* SPDX-License-Identifier: BSD-2-Clause */
/* Notes with ids, and note expressions, for the plugin: as CLAP's own events, which support all of them. */
#include <math.h>

#include "events.h"

static int16_t channel_of(const struct event *event)
{
	return (int16_t)(event->channel < 0 ? EVENTS_ANY : (uint8_t)event->channel);
}

static uint16_t type_of(uint16_t kind)
{
	switch (kind) {
	case EVENT_NOTE_ON:
		return CLAP_EVENT_NOTE_ON;
	case EVENT_NOTE_CHOKE:
		return CLAP_EVENT_NOTE_CHOKE;
	default:
		return CLAP_EVENT_NOTE_OFF;
	}
}

/* Record the notes that "all notes off" has to end. */
static void note_held(struct clap_note_input *port, const struct event *event)
{
	if (event->channel < 0 || event->key < 0)
		return;
	uint64_t *held = &port->channels[event->channel].held[event->key / 64];
	const uint64_t bit = UINT64_C(1) << (event->key % 64);
	*held = event->kind == EVENT_NOTE_ON ? *held | bit : *held & ~bit;
}

static void put_note(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	union clap_item *item = events_new_item(audio, sizeof(item->note), sample_offset, type_of(event->kind));
	if (!item)
		return;
	item->note.note_id = (int32_t)event->index;
	item->note.port_index = (int16_t)event->port;
	item->note.channel = channel_of(event);
	item->note.key = event->key;
	item->note.velocity = event->value;
	note_held(&audio->note_inputs[event->port], event);
}

static void put_expression(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	union clap_item *item = events_new_item(audio, sizeof(item->expression), sample_offset, CLAP_EVENT_NOTE_EXPRESSION);
	if (!item)
		return;
	item->expression.expression_id = event->expression;
	item->expression.note_id = (int32_t)event->index;
	item->expression.port_index = (int16_t)event->port;
	item->expression.channel = channel_of(event);
	item->expression.key = event->key;
	item->expression.value = event->value;
}

/* Of the expressions MIDI supports only the pressure of a key. */
static void put_as_midi(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	const bool is_expression = event->kind == EVENT_NOTE_EXPRESSION;
	if (event->key < 0 || (is_expression && event->expression != CLAP_NOTE_EXPRESSION_PRESSURE))
		return;
	const uint8_t status = is_expression ? 0xa0 : event->kind == EVENT_NOTE_ON ? 0x90 : 0x80;
	const uint8_t channel = event->channel < 0 ? 0 : (uint8_t)event->channel;
	uint8_t value = (uint8_t)lrint(event->value * 127);
	if (event->kind == EVENT_NOTE_ON && value == 0)
		value = 1; /* 0 would be a note-off */
	const struct event message = {
	    .kind = EVENT_MIDI, .port = event->port, .index = 3, .bytes = {status | channel, (uint8_t)event->key, value}};
	events_put_midi(audio, &message, sample_offset);
}

void events_put_note(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	if (event->port >= audio->note_input_count)
		return;
	if (!audio->note_inputs[event->port].clap_notes)
		put_as_midi(audio, event, sample_offset);
	else if (event->kind == EVENT_NOTE_EXPRESSION)
		put_expression(audio, event, sample_offset);
	else
		put_note(audio, event, sample_offset);
}
