/* SPDX-License-Identifier: BSD-2-Clause */
/* Receives events from the plugin (clap_output_events, events.h). */
#include "output.h"

#include <math.h>
#include <string.h>

/* Add to the block's output events, which are sorted. Plugins should push in order, but not all do. */
static bool add_output(struct clap_audio *audio, struct event event, const clap_event_header_t *header)
{
	struct block *block = audio->block;
	if (!audio->reporting)
		return true; /* nothing reads them between blocks */
	if (block->output_event_count >= BLOCK_EVENTS_MAX)
		return false;
	if (header->flags & CLAP_EVENT_DONT_RECORD)
		event.flags = EVENT_DONT_RECORD;
	event.sample_offset = audio->piece_start;
	if (audio->piece_frames > 0)
		event.sample_offset += header->time < audio->piece_frames ? header->time : audio->piece_frames - 1;
	uint32_t at = block->output_event_count++;
	for (; at > 0 && audio->output_events[at - 1].sample_offset > event.sample_offset; at--)
		audio->output_events[at] = audio->output_events[at - 1];
	audio->output_events[at] = event;
	return true;
}

/* ---- parameters ---- */

/* A change by the user in the editor of a sleeping plugin may be audible; a meter is not. */
static void wake_by(struct clap_audio *audio, uint32_t index, double value)
{
	if (audio->values[index] != (float)value && !(audio->parameters[index].flags & CLAP_PARAM_IS_READONLY))
		audio->asleep = false;
}

/* Note, port, channel and key of a value are ignored: some plugins (DPF's) leave them at 0 and mean all. */
static bool push_value(struct clap_audio *audio, const clap_event_param_value_t *value)
{
	const uint32_t index = parameter_index_find(audio->keys, audio->parameter_count, value->param_id);
	if (index == audio->parameter_count || isnan(value->value))
		return true;
	const struct clap_parameter *parameter = &audio->parameters[index];
	const double fitting = fmin(fmax(value->value, parameter->minimum), parameter->maximum);
	wake_by(audio, index, fitting);
	changes_begin(audio);
	store_value(audio, index, fitting);
	return add_output(audio, (struct event){.kind = EVENT_PARAMETER, .index = index, .value = fitting}, &value->header);
}

static bool push_modulation(struct clap_audio *audio, const clap_event_param_mod_t *modulation)
{
	const uint32_t index = parameter_index_find(audio->keys, audio->parameter_count, modulation->param_id);
	if (index == audio->parameter_count || !isfinite(modulation->amount))
		return true;
	const struct event event = {.kind = EVENT_MODULATION, .index = index, .value = modulation->amount};
	return add_output(audio, event, &modulation->header);
}

static bool push_gesture(struct clap_audio *audio, const clap_event_param_gesture_t *gesture, uint16_t kind)
{
	const uint32_t index = parameter_index_find(audio->keys, audio->parameter_count, gesture->param_id);
	if (index == audio->parameter_count)
		return true;
	return add_output(audio, (struct event){.kind = kind, .index = index}, &gesture->header);
}

/* ---- notes and MIDI ---- */

#define BEND_RANGE 2.0 /* semitones in each direction, the default of synthesizers */

/* Length of the message with this status; 0: none, or it does not fit the wire. */
static uint32_t message_bytes(uint8_t status)
{
	static const uint8_t system_bytes[] = {0, 2, 3, 2, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1};
	if (status < 0x80)
		return 0;
	if (status >= 0xf0)
		return system_bytes[status & 0x0f];
	const bool is_short = (status & 0xe0) == 0xc0; /* program change, channel pressure */
	return is_short ? 2 : 3;
}

/* For an unknown port the message is dropped. */
static bool push_bytes(struct clap_audio *audio, const clap_event_header_t *header, int16_t port, const uint8_t *bytes)
{
	const uint32_t number = port < 0 ? 0 : (uint32_t)port;
	struct event event = {.kind = EVENT_MIDI, .port = (uint16_t)number, .index = message_bytes(bytes[0])};
	if (number >= audio->note_output_count || event.index == 0)
		return true;
	for (uint32_t i = 1; i < 3 && i < event.index; i++)
		if (bytes[i] & 0x80)
			return false;
	memcpy(event.bytes, bytes, event.index);
	return add_output(audio, event, header);
}

/* The plugin may reuse its buffer when this returns. */
static bool push_sysex(struct clap_audio *audio, const clap_event_midi_sysex_t *sysex)
{
	struct event event = {.port = sysex->port_index == UINT16_MAX ? 0 : sysex->port_index}; /* -1, as above */
	if (event.port >= audio->note_output_count || !audio->reporting)
		return true;
	if (!sysex->buffer || !sysex_is_whole(sysex->buffer, sysex->size))
		return false;
	return sysex_put(&audio->sysex, audio->block, sysex->buffer, sysex->size, &event) &&
	       add_output(audio, event, &sysex->header);
}

static uint8_t seven_bits(double value)
{
	return value >= 1 ? 127 : value > 0 ? (uint8_t)lrint(value * 127) : 0;
}

/* The channels that an event from the plugin addresses: first to last. */
static uint8_t last_channel(int16_t channel)
{
	return channel < 0 ? 15 : (uint8_t)channel;
}

static bool push_to_channels(
    struct clap_audio *audio, const clap_event_header_t *header, int16_t port, int16_t channel, const uint8_t *bytes)
{
	const uint8_t last = last_channel(channel);
	for (uint8_t i = channel < 0 ? 0 : last; i <= last; i++)
		if (!push_bytes(audio, header, port, (const uint8_t[]){bytes[0] | i, bytes[1], bytes[2]}))
			return false;
	return true;
}

/* Without a key it addresses all notes. */
static bool push_end_of_all(struct clap_audio *audio, const clap_event_note_t *note)
{
	const bool choke = note->header.type == CLAP_EVENT_NOTE_CHOKE;
	const uint8_t bytes[] = {0xb0, choke ? 120 : 123, 0}; /* all sound off, all notes off */
	return push_to_channels(audio, &note->header, note->port_index, note->channel, bytes);
}

static uint16_t kind_of(uint16_t type)
{
	switch (type) {
	case CLAP_EVENT_NOTE_ON:
		return EVENT_NOTE_ON;
	case CLAP_EVENT_NOTE_CHOKE:
		return EVENT_NOTE_CHOKE;
	case CLAP_EVENT_NOTE_END:
		return EVENT_NOTE_END;
	case CLAP_EVENT_NOTE_EXPRESSION:
		return EVENT_NOTE_EXPRESSION;
	default:
		return EVENT_NOTE_OFF;
	}
}

/* The note itself, with its id, for a client that wants it. Its channel and key are those of a note, or -1. */
static bool add_note(struct clap_audio *audio, const clap_event_note_t *note, uint8_t expression, double value)
{
	if (!audio->reporting || !audio->block->wants_notes || note->channel > 15 || note->key > 127 || !isfinite(value))
		return true;
	const struct event event = {
	    .kind = kind_of(note->header.type),
	    .port = (uint16_t)(note->port_index < 0 ? 0 : note->port_index),
	    .index = (uint32_t)(note->note_id < 0 ? -1 : note->note_id),
	    .key = (int16_t)(note->key < 0 ? -1 : note->key),
	    .channel = (int8_t)(note->channel < 0 ? -1 : note->channel),
	    .expression = expression,
	    .value = value,
	};
	return add_output(audio, event, &note->header);
}

/* MIDI can neither choke a single note, which just ends, nor report that a voice has ended. */
static bool push_note(struct clap_audio *audio, const clap_event_note_t *note)
{
	if (!add_note(audio, note, 0, note->velocity))
		return false;
	if (note->header.type == CLAP_EVENT_NOTE_END)
		return true;
	const bool on = note->header.type == CLAP_EVENT_NOTE_ON;
	if (note->key > 127 || note->channel > 15 || (on && note->key < 0))
		return true;
	if (note->key < 0)
		return push_end_of_all(audio, note);
	uint8_t velocity = note->header.type == CLAP_EVENT_NOTE_CHOKE ? 0 : seven_bits(note->velocity);
	if (on && velocity == 0)
		velocity = 1; /* 0 would be a note-off */
	const uint8_t channel = note->channel < 0 ? 0 : (uint8_t)note->channel;
	const uint8_t bytes[] = {(on ? 0x90 : 0x80) | channel, (uint8_t)note->key, velocity};
	return push_bytes(audio, &note->header, note->port_index, bytes);
}

/* What MIDI can express: the pressure of a key or a channel, and the pitch of a channel, within the wheel's range. */
static bool push_expression(struct clap_audio *audio, const clap_event_note_expression_t *expression)
{
	const double value = expression->value;
	uint8_t bytes[3] = {0xd0, seven_bits(value), 0};
	if (expression->key > 127 || expression->channel > 15 || isnan(value))
		return true;
	const clap_event_note_t note = {.header = expression->header,
	    .note_id = expression->note_id,
	    .port_index = expression->port_index,
	    .channel = expression->channel,
	    .key = expression->key};
	if (expression->expression_id >= 0 && expression->expression_id <= CLAP_NOTE_EXPRESSION_PRESSURE &&
	    !add_note(audio, &note, (uint8_t)expression->expression_id, value))
		return false;
	if (expression->expression_id == CLAP_NOTE_EXPRESSION_PRESSURE && expression->key >= 0) {
		bytes[0] = 0xa0;
		bytes[1] = (uint8_t)expression->key;
		bytes[2] = seven_bits(value);
	} else if (expression->expression_id == CLAP_NOTE_EXPRESSION_TUNING && expression->key < 0) {
		const long wheel = lrint(fmin(fmax(8192 + value * 8192 / BEND_RANGE, 0), 16383));
		bytes[0] = 0xe0;
		bytes[1] = wheel & 0x7f;
		bytes[2] = (uint8_t)(wheel >> 7);
	} else if (expression->expression_id != CLAP_NOTE_EXPRESSION_PRESSURE) {
		return true;
	}
	return push_to_channels(audio, &expression->header, expression->port_index, expression->channel, bytes);
}

/* ---- try_push ---- */

/* Size of a supported event; 0: not supported. */
static size_t size_of(uint16_t type)
{
	switch (type) {
	case CLAP_EVENT_NOTE_ON:
	case CLAP_EVENT_NOTE_OFF:
	case CLAP_EVENT_NOTE_CHOKE:
	case CLAP_EVENT_NOTE_END:
		return sizeof(clap_event_note_t);
	case CLAP_EVENT_NOTE_EXPRESSION:
		return sizeof(clap_event_note_expression_t);
	case CLAP_EVENT_MIDI:
		return sizeof(clap_event_midi_t);
	case CLAP_EVENT_MIDI_SYSEX:
		return sizeof(clap_event_midi_sysex_t);
	case CLAP_EVENT_PARAM_VALUE:
		return sizeof(clap_event_param_value_t);
	case CLAP_EVENT_PARAM_MOD:
		return sizeof(clap_event_param_mod_t);
	case CLAP_EVENT_PARAM_GESTURE_BEGIN:
	case CLAP_EVENT_PARAM_GESTURE_END:
		return sizeof(clap_event_param_gesture_t);
	default:
		return 0;
	}
}

static bool push_known(struct clap_audio *audio, const clap_event_header_t *event)
{
	const void *whole = event;
	switch (event->type) {
	case CLAP_EVENT_PARAM_VALUE:
		return push_value(audio, whole);
	case CLAP_EVENT_PARAM_MOD:
		return push_modulation(audio, whole);
	case CLAP_EVENT_PARAM_GESTURE_BEGIN:
		return push_gesture(audio, whole, EVENT_GESTURE_BEGIN);
	case CLAP_EVENT_PARAM_GESTURE_END:
		return push_gesture(audio, whole, EVENT_GESTURE_END);
	case CLAP_EVENT_NOTE_EXPRESSION:
		return push_expression(audio, whole);
	case CLAP_EVENT_MIDI_SYSEX:
		return push_sysex(audio, whole);
	case CLAP_EVENT_MIDI: {
		const clap_event_midi_t *midi = whole;
		return push_bytes(audio, event, (int16_t)midi->port_index, midi->data);
	}
	default:
		return push_note(audio, whole);
	}
}

bool output_push(const clap_output_events_t *list, const clap_event_header_t *event)
{
	struct clap_audio *audio = list->ctx;
	if (!event || event->size < sizeof(*event) || !audio->collecting || (audio->reporting && !role_is_mine(audio)))
		return false;
	const size_t size = event->space_id == CLAP_CORE_EVENT_SPACE_ID ? size_of(event->type) : 0;
	if (size == 0)
		return true;
	return event->size >= size && push_known(audio, event);
}
