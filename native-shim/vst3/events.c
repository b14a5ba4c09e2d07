/* SPDX-License-Identifier: BSD-2-Clause */
/* IEventList: converts MIDI to note and other events, and back. */
#include "events.h"

#include <math.h>

/* Controllers (MIDI 1.0). */
#define ALL_SOUND_OFF 120
#define ALL_NOTES_OFF 123

/* Set the parameter from this frame on. */
static void put_value(struct vst3_audio *audio, v3_param_id id, uint32_t offset, double value)
{
	const uint32_t index = directory_find(audio->directory, id);
	float before = (float)value;
	if (index < audio->parameter_count)
		__atomic_load(&audio->values[index], &before, __ATOMIC_RELAXED);
	changes_step(audio->input_changes, id, (int32_t)offset, (double)before, value);
}

/* ---- MIDI to the plugin ---- */

/* The bus's channel for a MIDI channel. */
static int16_t channel_of(const struct vst3_audio *audio, const struct event *event)
{
	const uint32_t channel = event->bytes[0] & 0x0f;
	return (int16_t)(event->port < EVENT_BUSES_MAX ? channel % audio->event_channels[event->port] : channel);
}

static struct v3_event *new_event(struct vst3_audio *audio, const struct event *event, uint32_t offset, uint16_t type)
{
	struct vst3_events *list = &audio->input_events;
	if (list->count == EVENT_ITEMS_MAX || event->port >= audio->event_input_count)
		return NULL;
	struct v3_event *item = &list->items[list->count++];
	*item = (struct v3_event){
	    .bus_index = event->port,
	    .sample_offset = (int32_t)offset,
	    .ppq_position = audio->context.project_time_quarters,
	    .flags = V3_EVENT_IS_LIVE,
	    .type = type,
	};
	return item;
}

static void note_held(struct vst3_audio *audio, const struct event *event, bool on)
{
	if (event->port >= EVENT_BUSES_MAX)
		return;
	uint64_t *held = &audio->held[event->port][event->bytes[0] & 0x0f][event->bytes[1] / 64];
	const uint64_t bit = UINT64_C(1) << (event->bytes[1] % 64);
	*held = on ? *held | bit : *held & ~bit;
}

static void put_note(struct vst3_audio *audio, const struct event *event, uint32_t offset, bool on)
{
	struct v3_event *item = new_event(audio, event, offset, on ? V3_EVENT_NOTE_ON : V3_EVENT_NOTE_OFF);
	if (!item)
		return;
	note_held(audio, event, on);
	const int16_t channel = channel_of(audio, event);
	const int16_t pitch = event->bytes[1];
	const float velocity = (float)event->bytes[2] / 127;
	if (on)
		item->note_on =
		    (struct v3_event_note_on){.channel = channel, .pitch = pitch, .velocity = velocity, .note_id = -1};
	else
		item->note_off =
		    (struct v3_event_note_off){.channel = channel, .pitch = pitch, .velocity = velocity, .note_id = -1};
}

/* VST3 has neither "all notes off" nor "all sound off": each note that is held ends. Higher controllers change the
   mode, which ends the notes, too. */
static void end_notes(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	const uint8_t controller = event->bytes[1];
	if (event->port >= EVENT_BUSES_MAX || (controller != ALL_SOUND_OFF && controller < ALL_NOTES_OFF))
		return;
	const uint64_t *held = audio->held[event->port][event->bytes[0] & 0x0f];
	for (uint8_t key = 0; key < MIDI_KEYS; key++) {
		const struct event end = {.port = event->port, .bytes = {event->bytes[0], key, 0}};
		if (held[key / 64] >> (key % 64) & 1)
			put_note(audio, &end, offset, false);
	}
}

static void put_poly_pressure(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	struct v3_event *item = new_event(audio, event, offset, V3_EVENT_POLY_PRESSURE);
	if (item)
		item->poly_pressure = (struct v3_event_poly_pressure){.channel = channel_of(audio, event),
		    .pitch = event->bytes[1],
		    .pressure = (float)event->bytes[2] / 127,
		    .note_id = -1};
}

/* The bytes stay valid until the block is done. */
static void put_sysex(struct vst3_audio *audio, const struct event *event, uint32_t offset, const uint8_t *bytes)
{
	struct v3_event *item = bytes ? new_event(audio, event, offset, V3_EVENT_DATA) : NULL;
	if (item)
		item->data = (struct v3_event_data){event->index, VST3_DATA_SYSEX, bytes};
}

static bool put_controller(
    struct vst3_audio *audio, const struct event *event, uint32_t offset, uint32_t controller, double value)
{
	if (event->port >= audio->midi_map_count)
		return false;
	const struct vst3_midi_map *map = &audio->midi_maps[event->port];
	v3_param_id id = atomic_load_explicit(&map->controllers[event->bytes[0] & 0x0f][controller], memory_order_relaxed);
	if (id == VST3_NO_PARAMETER)
		id = atomic_load_explicit(&map->controllers[channel_of(audio, event)][controller], memory_order_relaxed);
	if (id != VST3_NO_PARAMETER)
		put_value(audio, id, offset, value);
	return id != VST3_NO_PARAMETER;
}

static void put_program(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	const uint8_t program = event->bytes[1];
	if (put_controller(audio, event, offset, VST3_PROGRAM_CHANGE, program / 127.0) ||
	    event->port >= audio->midi_map_count)
		return;
	const struct vst3_midi_map *map = &audio->midi_maps[event->port];
	const int16_t channel = channel_of(audio, event);
	const v3_param_id id = atomic_load_explicit(&map->program_parameters[channel], memory_order_relaxed);
	const int32_t steps = atomic_load_explicit(&map->program_steps[channel], memory_order_relaxed);
	if (id != VST3_NO_PARAMETER && steps > 0 && program <= steps)
		put_value(audio, id, offset, (double)program / steps);
}

static void put_midi(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	const uint8_t *bytes = event->bytes;
	if (((bytes[1] | bytes[2]) & 0x80) && bytes[0] != 0xf0)
		return; /* not a MIDI message */
	switch (bytes[0] & 0xf0) {
	case 0x80:
		put_note(audio, event, offset, false);
		break;
	case 0x90: /* velocity 0 is a note-off */
		put_note(audio, event, offset, bytes[2] > 0);
		break;
	case 0xa0:
		put_poly_pressure(audio, event, offset);
		break;
	case 0xb0:
		put_controller(audio, event, offset, bytes[1], bytes[2] / 127.0);
		end_notes(audio, event, offset);
		break;
	case 0xc0:
		put_program(audio, event, offset);
		break;
	case 0xd0:
		put_controller(audio, event, offset, VST3_AFTERTOUCH, bytes[1] / 127.0);
		break;
	case 0xe0:
		put_controller(audio, event, offset, VST3_PITCH_BEND, (bytes[1] | bytes[2] << 7) / 16383.0);
		break;
	case 0xf0:
		if (bytes[0] == 0xf0)
			put_sysex(audio, event, offset, bytes);
		break;
	default:
		break;
	}
}

/* Removes the list's last item again if VST3 has no such event. */
static void put_note_event(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	struct v3_event *item = new_event(audio, event, offset, V3_EVENT_NOTE_ON);
	if (!item)
		return;
	const uint32_t channel = event->channel < 0 ? 0 : (uint8_t)event->channel;
	const uint32_t mapped = event->port < EVENT_BUSES_MAX ? channel % audio->event_channels[event->port] : channel;
	if (!note_events_put(item, event, (int16_t)mapped))
		audio->input_events.count--;
}

void events_put(struct vst3_audio *audio, const struct event *event, uint32_t offset)
{
	if (event->kind == EVENT_MIDI && event->index >= 1 && event->index <= 3)
		put_midi(audio, event, offset);
	else if (event->kind >= EVENT_NOTE_ON && event->kind <= EVENT_NOTE_EXPRESSION)
		put_note_event(audio, event, offset);
	else if (event->kind == EVENT_SYSEX)
		put_sysex(audio, event, offset, sysex_bytes(&audio->sysex, event));
	else if (event->kind == EVENT_PARAMETER && event->index < audio->parameter_count && !isnan(event->value) &&
	         !audio->is_read_only[event->index])
		put_value(audio, audio->ids[event->index], offset, fmin(fmax(event->value, 0), 1));
}

/* ---- MIDI from the plugin ---- */

void events_output(struct vst3_audio *audio, const struct event *event)
{
	struct block *block = audio->block;
	if (block->output_event_count >= BLOCK_EVENTS_MAX)
		return;
	/* Plugins nearly always add in order; the lists of several buses are merged here. */
	uint32_t at = block->output_event_count++;
	for (; at > 0 && audio->output_events[at - 1].sample_offset > event->sample_offset; at--)
		audio->output_events[at] = audio->output_events[at - 1];
	audio->output_events[at] = *event;
}

static uint8_t seven_bits(float value)
{
	return value >= 1 ? 127 : value > 0 ? (uint8_t)lrintf(value * 127) : 0;
}

static uint32_t midi_of_controller(const struct v3_event_legacy_midi_cc_out *out, uint8_t *bytes)
{
	const uint8_t channel = (uint8_t)out->channel & 0x0f;
	const uint8_t value = (uint8_t)out->value & 0x7f;
	const uint8_t value2 = (uint8_t)out->value2 & 0x7f;
	static const uint8_t statuses[] = {0xd0, 0xe0, 0xc0, 0xa0}; /* from VST3_AFTERTOUCH on */
	if (out->cc_number > VST3_POLY_PRESSURE)
		return 0;
	if (out->cc_number < VST3_AFTERTOUCH) {
		bytes[0] = 0xb0 | channel;
		bytes[1] = out->cc_number;
		bytes[2] = value;
		return 3;
	}
	bytes[0] = statuses[out->cc_number - VST3_AFTERTOUCH] | channel;
	bytes[1] = value;
	bytes[2] = value2;
	const bool two_values = out->cc_number == VST3_PITCH_BEND || out->cc_number == VST3_POLY_PRESSURE;
	return two_values ? 3 : 2;
}

/* Write the message into bytes. Returns its length; 0: it cannot be expressed in MIDI, or does not fit on the wire. */
static uint32_t midi_of(const struct v3_event *item, uint8_t *bytes)
{
	switch (item->type) {
	case V3_EVENT_NOTE_ON:
		bytes[0] = 0x90 | (item->note_on.channel & 0x0f);
		bytes[1] = item->note_on.pitch & 0x7f;
		bytes[2] = seven_bits(item->note_on.velocity);
		if (bytes[2] == 0)
			bytes[2] = 1; /* 0 would be a note-off */
		return 3;
	case V3_EVENT_NOTE_OFF:
		bytes[0] = 0x80 | (item->note_off.channel & 0x0f);
		bytes[1] = item->note_off.pitch & 0x7f;
		bytes[2] = seven_bits(item->note_off.velocity);
		return 3;
	case V3_EVENT_POLY_PRESSURE:
		bytes[0] = 0xa0 | (item->poly_pressure.channel & 0x0f);
		bytes[1] = item->poly_pressure.pitch & 0x7f;
		bytes[2] = seven_bits(item->poly_pressure.pressure);
		return 3;
	case V3_EVENT_DATA: /* longer ones are not such a message */
		if (item->data.type != VST3_DATA_SYSEX || item->data.size > 3 || !item->data.bytes)
			return 0;
		memcpy(bytes, item->data.bytes, item->data.size);
		return item->data.size;
	case V3_EVENT_LEGACY_MIDI_CC_OUT:
		return midi_of_controller(&item->midi_cc_out, bytes);
	default:
		return 0;
	}
}

/* Whether it is longer than other messages. */
static bool is_sysex(const struct v3_event *item)
{
	return item->type == V3_EVENT_DATA && item->data.type == VST3_DATA_SYSEX && item->data.size > 3 &&
	       item->data.bytes && sysex_is_whole(item->data.bytes, item->data.size);
}

/* Frame of the block. */
static uint32_t frame_of(const struct v3_event *item, uint32_t start, uint32_t frames)
{
	if (item->sample_offset <= 0 || frames == 0)
		return start;
	const uint32_t offset = (uint32_t)item->sample_offset;
	return start + (offset < frames ? offset : frames - 1);
}

void events_collect(struct vst3_audio *audio, uint32_t start, uint32_t frames)
{
	const struct vst3_events *list = &audio->output_list;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct v3_event *item = &list->items[i];
		if (item->bus_index < 0 || item->bus_index > UINT16_MAX)
			continue;
		const uint16_t port = (uint16_t)item->bus_index;
		struct event note = {.port = port, .sample_offset = frame_of(item, start, frames)};
		if (audio->block->wants_notes && note_events_take(item, &note))
			events_output(audio, &note);
		struct event event = {.kind = EVENT_MIDI, .port = port};
		event.index = midi_of(item, event.bytes);
		if (is_sysex(item) && !sysex_put(&audio->sysex, audio->block, item->data.bytes, item->data.size, &event))
			continue;
		event.port = port;
		event.sample_offset = note.sample_offset;
		if (event.index != 0)
			events_output(audio, &event);
	}
}
