/* SPDX-License-Identifier: BSD-2-Clause */
/* Fills the input sequences of a run and reads the output sequences (lv2/atom, lv2/midi, lv2/time). */
#include "events.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

#include "exchange.h"

/* Beyond this many beats a double cannot resolve sixteenths. */
#define BEATS_MAX 1e12

static bool position_changed(const struct lv2_audio *audio, const struct block_transport *transport)
{
	const struct block_transport *sent = &audio->sent;
	return !audio->position_known || transport->playhead_sample != audio->expected_playhead ||
	       transport->tempo != sent->tempo || transport->numerator != sent->numerator ||
	       transport->denominator != sent->denominator || transport->playing != sent->playing;
}

void events_begin_block(struct lv2_audio *audio)
{
	if (!audio->position_wanted)
		return;
	const struct block_transport *transport = &audio->block->transport;
	audio->position_due = position_changed(audio, transport);
	audio->position_known = true;
	audio->sent = *transport;
	audio->expected_playhead = transport->playhead_sample + (transport->playing ? audio->block->frames : 0);
}

static void write_float(LV2_Atom_Forge *forge, LV2_URID key, double value)
{
	lv2_atom_forge_key(forge, key);
	lv2_atom_forge_float(forge, (float)value);
}

static void write_long(LV2_Atom_Forge *forge, LV2_URID key, int64_t value)
{
	lv2_atom_forge_key(forge, key);
	lv2_atom_forge_long(forge, value);
}

/* Bar and beat are computed as if tempo and signature had been constant since sample 0, since the DAW provides nothing
   else. */
static void write_bar(struct lv2_audio *audio)
{
	const struct block_transport *transport = &audio->sent;
	if (transport->tempo <= 0 || transport->numerator == 0)
		return;
	const double beats_per_bar = transport->numerator;
	const double beats = (double)transport->playhead_sample / audio->sample_rate * transport->tempo / 60;
	if (!(beats < BEATS_MAX))
		return;
	double bar = floor(beats / beats_per_bar);
	float bar_beat = (float)fmax(beats - bar * beats_per_bar, 0);
	if (bar_beat >= (float)beats_per_bar) { /* rounded up to the next bar */
		bar += 1;
		bar_beat = 0;
	}
	write_long(&audio->forge, audio->urids.bar, (int64_t)bar);
	write_float(&audio->forge, audio->urids.bar_beat, (double)bar_beat);
}

/* Types as time.ttl has them. What the DAW does not know is left out rather than invented. */
static void write_position(struct lv2_audio *audio)
{
	const struct block_transport *transport = &audio->sent;
	LV2_Atom_Forge *forge = &audio->forge;
	LV2_Atom_Forge_Frame object;
	lv2_atom_forge_frame_time(forge, 0);
	lv2_atom_forge_object(forge, &object, 0, audio->urids.position);
	write_long(forge, audio->urids.frame, (int64_t)transport->playhead_sample);
	write_float(forge, audio->urids.speed, transport->playing ? 1 : 0);
	if (transport->tempo > 0)
		write_float(forge, audio->urids.beats_per_minute, transport->tempo);
	write_bar(audio);
	if (transport->numerator > 0)
		write_float(forge, audio->urids.beats_per_bar, transport->numerator);
	if (transport->denominator > 0) {
		lv2_atom_forge_key(forge, audio->urids.beat_unit);
		lv2_atom_forge_int(forge, (int32_t)transport->denominator);
	}
	lv2_atom_forge_pop(forge, &object);
}

/* The bytes of a message; NULL if it is not one. */
static const uint8_t *midi_bytes(const struct lv2_audio *audio, const struct event *event)
{
	if (event->kind == EVENT_MIDI)
		return event->index >= 1 && event->index <= 3 ? event->bytes : NULL;
	return sysex_bytes(&audio->sysex, event);
}

/* The run's MIDI for one port. There is room for a whole block's. */
static void write_midi(struct lv2_audio *audio, const struct lv2_sequence *sequence, const struct slice *slice)
{
	LV2_Atom_Forge *forge = &audio->forge;
	for (uint32_t i = slice->first_event; i < slice->next_event; i++) {
		const struct event *event = &audio->events[i];
		const uint8_t *bytes = midi_bytes(audio, event);
		if (!bytes || event->port != sequence->slot)
			continue;
		if (forge->size - forge->offset < sizeof(LV2_Atom_Event) + lv2_atom_pad_size(event->index))
			return;
		const uint32_t frame = event->sample_offset < slice->end ? event->sample_offset : slice->end - 1;
		lv2_atom_forge_frame_time(forge, frame - slice->start);
		lv2_atom_forge_atom(forge, event->index, audio->midi_event);
		lv2_atom_forge_write(forge, bytes, event->index);
	}
}

static struct exchange *exchange_of(struct lv2_audio *audio)
{
	return atomic_load_explicit(&audio->exchange, memory_order_acquire);
}

static void begin_input(struct lv2_audio *audio, uint32_t number, const struct slice *slice)
{
	const struct lv2_sequence *sequence = &audio->sequences[number];
	struct exchange *exchange = exchange_of(audio);
	LV2_Atom_Forge_Frame frame;
	lv2_atom_forge_set_buffer(&audio->forge, (uint8_t *)sequence->atom, sizeof(LV2_Atom) + sequence->capacity);
	lv2_atom_forge_sequence_head(&audio->forge, &frame, 0);
	if (audio->position_due && sequence->wants_position)
		write_position(audio);
	if (number == audio->properties.sequence)
		properties_forge(audio, &audio->forge);
	if (exchange)
		exchange_forge(exchange, number, &audio->forge);
	if (number == audio->properties.sequence)
		properties_ask(audio, &audio->forge);
	write_midi(audio, sequence, slice);
	lv2_atom_forge_pop(&audio->forge, &frame);
}

static void begin_output(const struct lv2_audio *audio, const struct lv2_sequence *sequence)
{
	sequence->atom->atom.type = audio->forge.Chunk;
	sequence->atom->atom.size = sequence->capacity;
}

void events_begin_run(struct lv2_audio *audio, const struct slice *slice)
{
	for (uint32_t i = 0; i < audio->sequence_count; i++) {
		if (audio->sequences[i].input)
			begin_input(audio, i, slice);
		else
			begin_output(audio, &audio->sequences[i]);
	}
	audio->position_due = false;
}

/* Insert sorted by frame: each port's events are sorted, but the ports are read one after the other. If the list is
   full, the rest is lost. */
void events_add_output(struct lv2_audio *audio, const struct event *event)
{
	uint32_t at = audio->block->output_event_count;
	if (at >= BLOCK_EVENTS_MAX)
		return;
	for (; at > 0 && audio->output_events[at - 1].sample_offset > event->sample_offset; at--)
		audio->output_events[at] = audio->output_events[at - 1];
	audio->output_events[at] = *event;
	audio->block->output_event_count++;
}

static void take_event(struct lv2_audio *audio, const struct lv2_sequence *sequence, const struct slice *slice,
    const LV2_Atom_Event *source)
{
	const uint8_t *bytes = (const uint8_t *)(source + 1);
	const uint32_t size = source->body.size;
	if (source->body.type != audio->midi_event || size < 1)
		return;
	const int64_t last = slice->end - slice->start - 1;
	const int64_t frame = source->time.frames < 0 ? 0 : source->time.frames > last ? last : source->time.frames;
	struct event event = {
	    .sample_offset = slice->start + (uint32_t)frame, .kind = EVENT_MIDI, .port = sequence->slot, .index = size};
	/* A truncated system exclusive message is worse than none. */
	if (size <= 3)
		memcpy(event.bytes, bytes, size);
	else if (!sysex_is_whole(bytes, size) || !sysex_put(&audio->sysex, audio->block, bytes, size, &event))
		return;
	events_add_output(audio, &event);
}

/* Sizes come from the plugin: never read beyond the buffer, whatever they are. */
static void take_output(struct lv2_audio *audio, uint32_t number, const struct slice *slice)
{
	const struct lv2_sequence *sequence = &audio->sequences[number];
	struct exchange *exchange = exchange_of(audio);
	if (exchange && !exchange_is_wanted(exchange, number))
		exchange = NULL;
	const uint8_t *body = (const uint8_t *)&sequence->atom->body;
	const uint32_t size = sequence->atom->atom.size;
	if (sequence->atom->atom.type != audio->forge.Sequence || size > sequence->capacity)
		return;
	uint32_t at = sizeof(LV2_Atom_Sequence_Body);
	while (at <= size && size - at >= sizeof(LV2_Atom_Event)) {
		const LV2_Atom_Event *event = (const LV2_Atom_Event *)(body + at);
		if (event->body.size > size - at - sizeof(LV2_Atom_Event))
			return;
		take_event(audio, sequence, slice, event);
		properties_receive(audio, &event->body);
		if (exchange)
			exchange_report(exchange, number, &event->body);
		at += (uint32_t)sizeof(LV2_Atom_Event) + lv2_atom_pad_size(event->body.size);
	}
}

void events_end_run(struct lv2_audio *audio, const struct slice *slice)
{
	for (uint32_t i = 0; i < audio->sequence_count; i++)
		if (!audio->sequences[i].input)
			take_output(audio, i, slice);
}

void events_take_gestures(struct lv2_audio *audio)
{
	struct exchange *exchange = exchange_of(audio);
	struct event event;
	while (exchange && exchange_take_gesture(exchange, &event))
		events_add_output(audio, &event);
}
