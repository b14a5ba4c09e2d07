/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Audio buses and their layout in the DAW's flat list of channels (planes).
 *
 * - Main buses first, then aux buses (side chains), each group in the plugin's order; the channels of a bus are
 *   consecutive, in the order of its speaker arrangement. The same for inputs and outputs. So a stereo effect with a
 *   mono side chain reads plane 0 left, 1 right, 2 side chain.
 * - All buses are active. Channels beyond the planes read silence, or write into memory that is discarded.
 * - Every bus is in the process data with a pointer for every channel, and some extra ones, so that a plugin that
 *   writes more channels than agreed does not corrupt memory.
 */
#include <stdlib.h>

#include "instance.h"

#define BUSES_MAX 64
#define BUS_CHANNELS_MAX 1024u

#define STEREO ((v3_speaker_arrangement)(V3_SPEAKER_L | V3_SPEAKER_R))
#define MONO ((v3_speaker_arrangement)V3_SPEAKER_M)

struct arrangements {
	v3_speaker_arrangement items[BUSES_MAX];
	int32_t count;
};

/* ---- the plugin's buses ---- */

static int32_t bus_count(struct vst3_instance *instance, int32_t media_type, int32_t direction, int32_t max)
{
	const int32_t count = (*instance->component)->get_bus_count(instance->component, media_type, direction);
	return count < 0 ? 0 : count < max ? count : max;
}

static struct v3_bus_info bus_info(struct vst3_instance *instance, int32_t direction, int32_t bus)
{
	struct v3_bus_info info = {0};
	if ((*instance->component)->get_bus_info(instance->component, V3_AUDIO, direction, bus, &info) != V3_OK)
		info = (struct v3_bus_info){.bus_type = V3_AUX};
	if (info.channel_count < 0)
		info.channel_count = 0;
	return info;
}

static v3_speaker_arrangement usual_arrangement(int32_t channels)
{
	if (channels == 1)
		return MONO;
	return channels >= 64 ? UINT64_MAX : (UINT64_C(1) << channels) - 1;
}

static v3_speaker_arrangement bus_arrangement(struct vst3_instance *instance, int32_t direction, int32_t bus)
{
	struct v3_audio_processor **processor = instance->audio.processor;
	v3_speaker_arrangement arrangement = 0;
	if ((*processor)->get_bus_arrangement(processor, direction, bus, &arrangement) == V3_OK && arrangement != 0)
		return arrangement;
	return usual_arrangement(bus_info(instance, direction, bus).channel_count);
}

static void read_arrangements(struct vst3_instance *instance, int32_t direction, struct arrangements *result)
{
	result->count = bus_count(instance, V3_AUDIO, direction, BUSES_MAX);
	for (int32_t i = 0; i < result->count; i++)
		result->items[i] = bus_arrangement(instance, direction, i);
}

/* ---- negotiation ---- */

/* Mono or stereo for the first main bus, as the DAW requests; everything else as the plugin proposes. */
static void choose_width(
    struct vst3_instance *instance, int32_t direction, uint32_t wanted, struct arrangements *proposal)
{
	for (int32_t i = 0; i < proposal->count && (wanted == 1 || wanted == 2); i++) {
		if (bus_info(instance, direction, i).bus_type != V3_MAIN)
			continue;
		proposal->items[i] = wanted == 1 ? MONO : STEREO;
		return;
	}
}

static bool propose(struct vst3_instance *instance, struct arrangements *inputs, struct arrangements *outputs)
{
	struct v3_audio_processor **processor = instance->audio.processor;
	return (*processor)
	           ->set_bus_arrangements(processor, inputs->items, inputs->count, outputs->items, outputs->count) == V3_OK;
}

/* If it refuses a proposal, the plugin switches to what it supports instead: this is accepted, and logged. */
static void negotiate(struct vst3_instance *instance)
{
	struct arrangements inputs, outputs;
	read_arrangements(instance, V3_INPUT, &inputs);
	read_arrangements(instance, V3_OUTPUT, &outputs);
	choose_width(instance, V3_INPUT, instance->wanted_inputs, &inputs);
	choose_width(instance, V3_OUTPUT, instance->wanted_outputs, &outputs);
	if (inputs.count + outputs.count == 0 || propose(instance, &inputs, &outputs))
		return;
	read_arrangements(instance, V3_INPUT, &inputs);
	read_arrangements(instance, V3_OUTPUT, &outputs);
	propose(instance, &inputs, &outputs);
}

/* ---- layout ---- */

static void free_side(struct vst3_side *side)
{
	free(side->buses);
	channel_map_free(&side->map);
	*side = (struct vst3_side){0};
}

static uint32_t channels_of_bus(struct vst3_instance *instance, int32_t direction, int32_t bus)
{
	const v3_speaker_arrangement arrangement = bus_arrangement(instance, direction, bus);
	uint32_t channels = (uint32_t)__builtin_popcountll(arrangement);
	if (channels == 64) /* the limit of an arrangement */
		channels = (uint32_t)bus_info(instance, direction, bus).channel_count;
	return channels < BUS_CHANNELS_MAX ? channels : BUS_CHANNELS_MAX;
}

static bool allocate_side(struct vst3_instance *instance, int32_t direction, struct vst3_side *side)
{
	side->bus_count = (uint32_t)bus_count(instance, V3_AUDIO, direction, BUSES_MAX);
	side->buses = calloc(side->bus_count + 1, sizeof(*side->buses));
	if (!side->buses)
		return false;
	uint32_t channels = 0, pointers = 0;
	for (uint32_t i = 0; i < side->bus_count; i++) {
		const uint32_t of_bus = channels_of_bus(instance, direction, (int32_t)i);
		side->buses[i].num_channels = (int32_t)of_bus;
		channels += of_bus;
		pointers += channel_map_pointers(of_bus);
	}
	return channel_map_allocate(&side->map, channels, pointers);
}

/* Returns the channel behind those of the bus. */
static struct channel *add_bus_channels(struct vst3_side *side, uint32_t bus, struct channel *channel)
{
	const struct v3_audio_bus_buffers *buffers = &side->buses[bus];
	for (uint32_t i = 0; i < (uint32_t)buffers->num_channels; i++, channel++) {
		channel->slot = &buffers->channel_buffers_32[i];
		channel->port = bus;
		channel->number = i;
	}
	return channel;
}

static bool lay_out(struct vst3_instance *instance, int32_t direction, struct vst3_side *side)
{
	free_side(side);
	if (!allocate_side(instance, direction, side))
		return false;
	float **pointers = side->map.pointers;
	for (uint32_t i = 0; i < side->bus_count; i++) {
		side->buses[i].channel_buffers_32 = pointers;
		pointers += channel_map_pointers((uint32_t)side->buses[i].num_channels);
	}
	struct channel *channel = side->map.channels;
	const int32_t types[] = {V3_MAIN, V3_AUX};
	for (size_t type = 0; type < sizeof(types) / sizeof(types[0]); type++)
		for (uint32_t i = 0; i < side->bus_count; i++)
			if ((bus_info(instance, direction, (int32_t)i).bus_type == V3_MAIN) == (types[type] == V3_MAIN))
				channel = add_bus_channels(side, i, channel);
	return true;
}

static uint8_t channels_of_event_input(struct vst3_instance *instance, uint32_t bus)
{
	struct v3_bus_info info = {0};
	const v3_result result =
	    (*instance->component)->get_bus_info(instance->component, V3_EVENT, V3_INPUT, (int32_t)bus, &info);
	const bool is_limited = result == V3_OK && info.channel_count > 0 && info.channel_count < (int32_t)MIDI_CHANNELS;
	return is_limited ? (uint8_t)info.channel_count : MIDI_CHANNELS;
}

static void read_event_buses(struct vst3_instance *instance)
{
	struct vst3_audio *audio = &instance->audio;
	audio->event_input_count = (uint32_t)bus_count(instance, V3_EVENT, V3_INPUT, EVENT_BUSES_MAX);
	instance->event_outputs = (uint32_t)bus_count(instance, V3_EVENT, V3_OUTPUT, EVENT_BUSES_MAX);
	memset(audio->event_channels, MIDI_CHANNELS, sizeof(audio->event_channels));
	for (uint32_t i = 0; i < audio->event_input_count; i++)
		audio->event_channels[i] = channels_of_event_input(instance, i);
}

bool buses_arrange(struct vst3_instance *instance, const struct message *message)
{
	struct vst3_audio *audio = &instance->audio;
	negotiate(instance);
	if (!lay_out(instance, V3_INPUT, &audio->inputs) || !lay_out(instance, V3_OUTPUT, &audio->outputs))
		return message_set(message, "Failed to set up the buses of \"%s\": out of memory", instance->module.path);
	read_event_buses(instance);
	return true;
}

void buses_activate(struct vst3_instance *instance)
{
	const int32_t media_types[] = {V3_AUDIO, V3_EVENT};
	for (size_t type = 0; type < 2; type++)
		for (int32_t direction = V3_INPUT; direction <= V3_OUTPUT; direction++) {
			const int32_t count = bus_count(instance, media_types[type], direction, BUSES_MAX);
			for (int32_t bus = 0; bus < count; bus++)
				(*instance->component)->activate_bus(instance->component, media_types[type], direction, bus, 1);
		}
}

void buses_bind(struct vst3_instance *instance, uint8_t *base, struct block *block)
{
	block->input_channels = channel_map_bind(&instance->audio.inputs.map, base, block->inputs_at);
	block->output_channels = channel_map_bind(&instance->audio.outputs.map, base, block->outputs_at);
	block->midi_inputs = instance->audio.event_input_count;
	block->midi_outputs = instance->event_outputs;
}

void buses_free(struct vst3_instance *instance)
{
	free_side(&instance->audio.inputs);
	free_side(&instance->audio.outputs);
}
