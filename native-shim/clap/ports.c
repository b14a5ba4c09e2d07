/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Audio ports and their layout in the DAW's flat list of channels (planes), and the dialects of the note ports.
 *
 * - The ports are in the plugin's order, the main port first, with consecutive channels. So a stereo effect with a mono
 *   side chain reads plane 0 left, 1 right, 2 side chain.
 * - Channels beyond the planes read silence, or write into memory that is discarded.
 * - Every port has a pointer for every channel, and some extra ones, so that a plugin that writes more channels than it
 *   has does not corrupt memory.
 */
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "instance.h"

#define PORTS_MAX 256u
#define PORT_CHANNELS_MAX 1024u

/* ---- audio ---- */

static uint32_t count_ports(const struct clap_instance *instance, bool is_input)
{
	if (!instance->audio_ports) /* "it won't have audio ports" (audio-ports.h) */
		return 0;
	const uint32_t count = instance->audio_ports->count(instance->audio.plugin, is_input);
	return count < PORTS_MAX ? count : PORTS_MAX;
}

static uint32_t channels_of_port(const struct clap_instance *instance, uint32_t port, bool is_input)
{
	clap_audio_port_info_t info = {0};
	if (!instance->audio_ports->get(instance->audio.plugin, port, is_input, &info))
		return 0;
	return info.channel_count < PORT_CHANNELS_MAX ? info.channel_count : PORT_CHANNELS_MAX;
}

static void free_side(struct clap_side *side)
{
	free(side->ports);
	channel_map_free(&side->map);
	*side = (struct clap_side){0};
}

static bool allocate_side(struct clap_instance *instance, bool is_input, struct clap_side *side)
{
	side->port_count = count_ports(instance, is_input);
	side->ports = calloc(side->port_count + 1, sizeof(*side->ports));
	if (!side->ports)
		return false;
	uint32_t channels = 0, pointers = 0;
	for (uint32_t i = 0; i < side->port_count; i++) {
		side->ports[i].channel_count = channels_of_port(instance, i, is_input);
		channels += side->ports[i].channel_count;
		pointers += channel_map_pointers(side->ports[i].channel_count);
	}
	return channel_map_allocate(&side->map, channels, pointers);
}

static bool lay_out(struct clap_instance *instance, bool is_input, struct clap_side *side)
{
	free_side(side);
	if (!allocate_side(instance, is_input, side))
		return false;
	float **pointers = side->map.pointers;
	struct channel *channel = side->map.channels;
	for (uint32_t i = 0; i < side->port_count; i++) {
		clap_audio_buffer_t *port = &side->ports[i];
		port->data32 = pointers;
		for (uint32_t number = 0; number < port->channel_count; number++, channel++) {
			channel->slot = &port->data32[number];
			channel->port = i;
			channel->number = number;
		}
		pointers += channel_map_pointers(port->channel_count);
	}
	return true;
}

/* ---- notes ---- */

#define MIDI_DIALECTS (CLAP_NOTE_DIALECT_MIDI | CLAP_NOTE_DIALECT_MIDI_MPE)

/* A note is sent once, in the dialect that the port prefers, or else in one that it supports. */
static struct clap_note_input note_input(const clap_note_port_info_t *info)
{
	const uint32_t spoken = info->supported_dialects | info->preferred_dialect;
	const bool midi = spoken & MIDI_DIALECTS;
	const bool clap = spoken & CLAP_NOTE_DIALECT_CLAP && !(info->preferred_dialect & MIDI_DIALECTS);
	return (struct clap_note_input){.clap_notes = clap, .midi_notes = midi && !clap, .midi = midi};
}

static uint32_t clamp_note_ports(uint32_t count)
{
	return count < NOTE_PORTS_MAX ? count : NOTE_PORTS_MAX;
}

static void read_note_ports(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	const clap_plugin_note_ports_t *ports = instance->note_ports;
	instance->note_inputs = ports ? ports->count(audio->plugin, true) : 0;
	instance->note_outputs = ports ? ports->count(audio->plugin, false) : 0;
	audio->note_input_count = clamp_note_ports(instance->note_inputs);
	audio->note_output_count = clamp_note_ports(instance->note_outputs);
	for (uint32_t i = 0; i < audio->note_input_count; i++) {
		clap_note_port_info_t info = {0};
		const bool known = ports->get(audio->plugin, i, true, &info);
		audio->note_inputs[i] = known ? note_input(&info) : (struct clap_note_input){0};
		events_forget_notes(&audio->note_inputs[i]);
	}
}

/* ---- both ---- */

bool ports_read(struct clap_instance *instance, const struct message *message)
{
	struct clap_audio *audio = &instance->audio;
	if (!lay_out(instance, true, &audio->inputs) || !lay_out(instance, false, &audio->outputs))
		return message_set(message, "Failed to set up the audio ports of \"%s\": out of memory", instance->module.path);
	audio->process.audio_inputs = audio->inputs.ports;
	audio->process.audio_outputs = audio->outputs.ports;
	audio->process.audio_inputs_count = audio->inputs.port_count;
	audio->process.audio_outputs_count = audio->outputs.port_count;
	read_note_ports(instance);
	return true;
}

void ports_bind(struct clap_instance *instance, uint8_t *base, struct block *block)
{
	struct clap_audio *audio = &instance->audio;
	block->input_channels = channel_map_bind(&audio->inputs.map, base, block->inputs_at);
	block->output_channels = channel_map_bind(&audio->outputs.map, base, block->outputs_at);
	block->midi_inputs = audio->note_input_count;
	block->midi_outputs = audio->note_output_count;
}

void ports_free(struct clap_instance *instance)
{
	free_side(&instance->audio.inputs);
	free_side(&instance->audio.outputs);
}
