/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MIDI for the plugin's note ports. A port gets notes either as CLAP events or as MIDI (events.h: "the same event must
 * not be sent twice"), and all other messages as MIDI if it supports that dialect.
 *
 * A port that supports only CLAP notes gets the rest as far as CLAP can express it: the pitch wheel and pressure as
 * note expressions. Where notes are CLAP events, so are their ends: "all sound off" and "all notes off" end the notes
 * that are held, whether or not the plugin receives MIDI.
 */
#include <string.h>

#include "events.h"

/* Controllers (MIDI 1.0). */
enum {
	DATA_ENTRY = 6,
	PARAMETER_LOW = 100,
	PARAMETER_HIGH = 101,
	ALL_SOUND_OFF = 120,
	RESET_CONTROLLERS = 121,
	ALL_NOTES_OFF = 123, /* so do all higher ones: they change the mode, which ends the notes */
};
#define PARAMETER_NONE 0x3fffu
#define BEND_RANGE 2.0 /* semitones, unless set by registered parameter 0 */
#define BEND_CENTER 8192

void events_forget_notes(struct clap_note_input *port)
{
	for (uint32_t i = 0; i < NOTE_CHANNELS; i++)
		port->channels[i] = (struct clap_note_channel){.bend_range = BEND_RANGE, .parameter = PARAMETER_NONE};
}

/* The destination of an item. */
struct address {
	struct clap_audio *audio;
	struct clap_note_channel *state;
	uint32_t sample_offset;
	int16_t port;
	int16_t channel;
};

/* ---- notes ---- */

static void put_note(const struct address *to, uint16_t type, int16_t key, double velocity)
{
	union clap_item *item = events_new_item(to->audio, sizeof(item->note), to->sample_offset, type);
	if (!item)
		return;
	item->note.note_id = EVENTS_ANY;
	item->note.port_index = to->port;
	item->note.channel = to->channel;
	item->note.key = key;
	item->note.velocity = velocity;
}

static void put_expression(const struct address *to, clap_note_expression id, int16_t key, double value)
{
	union clap_item *item =
	    events_new_item(to->audio, sizeof(item->expression), to->sample_offset, CLAP_EVENT_NOTE_EXPRESSION);
	if (!item)
		return;
	item->expression.expression_id = id;
	item->expression.note_id = EVENTS_ANY;
	item->expression.port_index = to->port;
	item->expression.channel = to->channel;
	item->expression.key = key;
	item->expression.value = value;
}

/* Apply the current wheel position and pressure to a new voice. */
static void express(const struct address *to, int16_t key)
{
	if (to->state->tuning != 0)
		put_expression(to, CLAP_NOTE_EXPRESSION_TUNING, key, to->state->tuning);
	if (to->state->pressure != 0)
		put_expression(to, CLAP_NOTE_EXPRESSION_PRESSURE, key, to->state->pressure);
}

/* In MIDI a note-on with velocity 0 is a note-off; in CLAP it would be a note. */
static void note(const struct address *to, const uint8_t *bytes)
{
	const bool on = (bytes[0] & 0xf0) == 0x90 && bytes[2] > 0;
	const uint8_t key = bytes[1];
	const uint64_t bit = UINT64_C(1) << (key % 64);
	put_note(to, on ? CLAP_EVENT_NOTE_ON : CLAP_EVENT_NOTE_OFF, key, bytes[2] / 127.0);
	if (on) {
		to->state->held[key / 64] |= bit;
		express(to, key);
	} else {
		to->state->held[key / 64] &= ~bit;
	}
}

/* Ends each held note by its key, which every plugin supports; then, for a choke, also released notes that still sound.
 */
static void end_notes(const struct address *to, uint16_t type)
{
	for (int16_t key = 0; key < (int16_t)NOTE_KEYS; key++)
		if (to->state->held[key / 64] >> (key % 64) & 1)
			put_note(to, type, key, 0);
	memset(to->state->held, 0, sizeof(to->state->held));
	if (type == CLAP_EVENT_NOTE_CHOKE)
		put_note(to, type, EVENTS_ANY, 0);
}

/* ---- other features of CLAP notes ---- */

static void bend(const struct address *to, double semitones)
{
	to->state->tuning = semitones;
	put_expression(to, CLAP_NOTE_EXPRESSION_TUNING, EVENTS_ANY, semitones);
}

static void press(const struct address *to, double pressure)
{
	to->state->pressure = pressure;
	put_expression(to, CLAP_NOTE_EXPRESSION_PRESSURE, EVENTS_ANY, pressure);
}

static void control(const struct address *to, uint8_t controller, uint8_t value)
{
	struct clap_note_channel *state = to->state;
	if (controller == PARAMETER_LOW)
		state->parameter = (uint16_t)((state->parameter & 0x3f80u) | value);
	else if (controller == PARAMETER_HIGH)
		state->parameter = (uint16_t)((state->parameter & 0x7fu) | (unsigned)value << 7);
	else if (controller == DATA_ENTRY && state->parameter == 0)
		state->bend_range = value;
	else if (controller == RESET_CONTROLLERS) {
		bend(to, 0);
		press(to, 0);
	}
}

/* Only for a port that does not support MIDI. */
static void express_message(const struct address *to, const uint8_t *bytes)
{
	switch (bytes[0] & 0xf0) {
	case 0xa0:
		put_expression(to, CLAP_NOTE_EXPRESSION_PRESSURE, bytes[1], bytes[2] / 127.0);
		break;
	case 0xb0:
		control(to, bytes[1], bytes[2]);
		break;
	case 0xd0:
		press(to, bytes[1] / 127.0);
		break;
	case 0xe0:
		bend(to, (bytes[1] + bytes[2] * 128 - BEND_CENTER) * to->state->bend_range / BEND_CENTER);
		break;
	default:
		break;
	}
}

/* ---- messages ---- */

static void put_bytes(const struct address *to, const struct event *event)
{
	union clap_item *item = events_new_item(to->audio, sizeof(item->midi), to->sample_offset, CLAP_EVENT_MIDI);
	if (!item)
		return;
	item->midi.port_index = event->port;
	memcpy(item->midi.data, event->bytes, event->index);
}

/* A complete message of 1 to 3 bytes. Longer ones do not fit the wire, and their parts are not messages. */
static bool is_message(const struct event *event)
{
	static const uint8_t channel_bytes[] = {3, 3, 3, 3, 2, 2, 3}; /* by the upper four bits of the status, from 8 on */
	const uint8_t *bytes = event->bytes;
	if (event->index < 1 || event->index > 3 || bytes[0] < 0x80 || bytes[0] == 0xf0 || bytes[0] == 0xf7)
		return false;
	const uint32_t wanted = bytes[0] < 0xf0 ? channel_bytes[(bytes[0] >> 4) - 8] : event->index;
	for (uint32_t i = 1; i < wanted; i++)
		if (bytes[i] & 0x80)
			return false;
	return event->index >= wanted;
}

static void put_in_clap(const struct address *to, const uint8_t *bytes, bool only)
{
	if (bytes[0] < 0xa0)
		note(to, bytes);
	else if ((bytes[0] & 0xf0) == 0xb0 && bytes[1] == ALL_SOUND_OFF)
		end_notes(to, CLAP_EVENT_NOTE_CHOKE);
	else if ((bytes[0] & 0xf0) == 0xb0 && bytes[1] >= ALL_NOTES_OFF)
		end_notes(to, CLAP_EVENT_NOTE_OFF);
	else if (only)
		express_message(to, bytes);
}

void events_put_midi(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	if (event->port >= audio->note_input_count || !is_message(event))
		return;
	struct clap_note_input *port = &audio->note_inputs[event->port];
	const uint8_t *bytes = event->bytes;
	const int16_t channel = (int16_t)(bytes[0] & 0x0f);
	const struct address to = {audio, &port->channels[channel], sample_offset, (int16_t)event->port, channel};
	if (port->clap_notes && bytes[0] < 0xf0)
		put_in_clap(&to, bytes, !port->midi);
	if (bytes[0] < 0xa0 ? port->midi_notes : port->midi)
		put_bytes(&to, event);
}

/* The bytes stay valid until the block is done. */
void events_put_sysex(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	const uint8_t *bytes = sysex_bytes(&audio->sysex, event);
	if (!bytes || event->port >= audio->note_input_count || !audio->note_inputs[event->port].midi)
		return;
	union clap_item *item = events_new_item(audio, sizeof(item->sysex), sample_offset, CLAP_EVENT_MIDI_SYSEX);
	if (!item)
		return;
	item->sysex.port_index = event->port;
	item->sysex.buffer = bytes;
	item->sysex.size = event->index;
}
