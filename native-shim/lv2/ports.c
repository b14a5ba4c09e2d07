/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorts the plugin's ports by kind, and rejects those that the host cannot connect. */
#include <lv2/event/event.h>
#include <lv2/resize-port/resize-port.h>
#include <lv2/time/time.h>
#include <stdlib.h>
#include <string.h>

#include "instance.h"

#define MESSAGE_BYTES_MIN 32768u
#define SEQUENCE_BYTES_MAX (64u << 20)
#define MIDI_RINGS_MAX 16u /* per direction: the block record's limit */

static bool refuse(struct lv2_instance *instance, uint32_t index, const char *why, const struct message *message)
{
	return message_set(message, "Failed to instantiate %s: port %u %s; look for another version of the plugin",
	    instance->uri, index, why);
}

/* Kind and direction. Ports of other kinds may stay unconnected if the plugin permits it. */
static bool classify(struct lv2_instance *instance, uint32_t index, const LilvPort *port, const struct message *message)
{
	const struct subject *subject = &instance->subject;
	struct lv2_port *own = &instance->ports[index];
	own->input = query_port_is_a(subject, port, LV2_CORE__InputPort);
	if (query_port_is_a(subject, port, LV2_CORE__AudioPort))
		own->kind = PORT_AUDIO;
	else if (query_port_is_a(subject, port, LV2_CORE__CVPort))
		own->kind = PORT_CV;
	else if (query_port_is_a(subject, port, LV2_CORE__ControlPort))
		own->kind = PORT_CONTROL;
	else if (query_port_is_a(subject, port, LV2_ATOM__AtomPort))
		own->kind = PORT_SEQUENCE;
	else if (query_port_has_property(subject, port, LV2_CORE__connectionOptional))
		own->kind = PORT_UNCONNECTED;
	else if (query_port_is_a(subject, port, LV2_EVENT__EventPort))
		return refuse(instance, index, "is of the old event kind, which was replaced by atoms", message);
	else
		return refuse(instance, index, "is of a kind that this host does not know", message);

	if (own->kind != PORT_UNCONNECTED && !own->input && !query_port_is_a(subject, port, LV2_CORE__OutputPort))
		return refuse(instance, index, "is neither input nor output", message);
	return true;
}

static bool init_audio(struct lv2_instance *instance, uint32_t index)
{
	struct lv2_port *own = &instance->ports[index];
	own->slot = own->input ? instance->audio_inputs++ : instance->audio_outputs++;
	if (own->slot < BLOCK_CHANNELS_MAX)
		return true;
	/* More channels than the block has planes: silent inputs, and outputs that are discarded. */
	own->buffer = calloc(BLOCK_PLANE_FRAMES, sizeof(float));
	return own->buffer != NULL;
}

static bool init_cv(struct lv2_instance *instance, uint32_t index, const LilvPort *port)
{
	struct lv2_port *own = &instance->ports[index];
	float *buffer = calloc(BLOCK_PLANE_FRAMES, sizeof(float));
	own->buffer = buffer;
	if (!buffer)
		return false;
	const double value = query_port_number(&instance->subject, port, LV2_CORE__default, 0);
	for (uint32_t i = 0; own->input && i < BLOCK_FRAMES_MAX; i++)
		buffer[i] = (float)value;
	return true;
}

static bool init_control(struct lv2_instance *instance, uint32_t index, const LilvPort *port)
{
	struct lv2_port *own = &instance->ports[index];
	if (own->input && offline_owns_port(instance, index, port))
		return true;
	if (own->input)
		return parameters_add(instance, index);
	if (query_port_has_property(&instance->subject, port, LV2_CORE__reportsLatency) ||
	    query_port_is_designated(&instance->subject, port, LV2_CORE__latency))
		instance->audio.latency = &own->value;
	return true;
}

static bool init_sequence(struct lv2_instance *instance, uint32_t index, const LilvPort *port)
{
	struct lv2_port *own = &instance->ports[index];
	double bytes = query_port_number(&instance->subject, port, LV2_RESIZE_PORT__minimumSize, 0);
	if (!(bytes > MESSAGE_BYTES_MIN))
		bytes = MESSAGE_BYTES_MIN;
	if (bytes > SEQUENCE_BYTES_MAX)
		return false;
	const uint32_t capacity = SEQUENCE_MIDI_BYTES + (((uint32_t)bytes + 7) & ~7u);
	own->buffer = malloc(sizeof(LV2_Atom) + capacity); /* aligned for any type */
	if (!own->buffer)
		return false;
	/* Touch the pages now, so that the audio thread does not fault on them, except those for system exclusive messages.
	 */
	memset(own->buffer, 0, sizeof(LV2_Atom) + capacity - BLOCK_DATA_BYTES);

	struct lv2_sequence *sequence = &instance->audio.sequences[instance->audio.sequence_count++];
	sequence->atom = own->buffer;
	sequence->capacity = capacity;
	sequence->input = own->input;
	own->slot = own->input ? instance->sequence_inputs++ : instance->sequence_outputs++;
	sequence->slot = (uint16_t)own->slot;
	sequence->wants_position = own->input && query_port_supports(&instance->subject, port, LV2_TIME__Position);
	instance->audio.position_wanted |= sequence->wants_position;
	if (capacity > instance->sequence_bytes_max)
		instance->sequence_bytes_max = capacity;
	return true;
}

static bool init_port(struct lv2_instance *instance, uint32_t index, const LilvPort *port)
{
	switch (instance->ports[index].kind) {
	case PORT_AUDIO:
		return init_audio(instance, index);
	case PORT_CV:
		return init_cv(instance, index, port);
	case PORT_CONTROL:
		return init_control(instance, index, port);
	case PORT_SEQUENCE:
		return init_sequence(instance, index, port);
	case PORT_UNCONNECTED:
		break;
	}
	return true;
}

bool ports_scan(struct lv2_instance *instance, const struct message *message)
{
	const uint32_t count = lilv_plugin_get_num_ports(instance->subject.plugin);
	instance->sequence_bytes_max = SEQUENCE_MIDI_BYTES + MESSAGE_BYTES_MIN;
	instance->ports = calloc(count + 1, sizeof(*instance->ports));
	instance->audio.sequences = calloc(count + 1, sizeof(*instance->audio.sequences));
	const uint32_t room = count + property_data_count(instance) + 1;
	instance->audio.controls = calloc(room, sizeof(*instance->audio.controls));
	instance->parameter_ports = calloc(room, sizeof(*instance->parameter_ports));
	instance->audio.triggers = calloc(count + 1, sizeof(*instance->audio.triggers));
	instance->own_values = calloc(room, sizeof(*instance->own_values));
	instance->audio.values = instance->own_values;
	if (!instance->ports || !instance->audio.sequences || !instance->audio.controls || !instance->parameter_ports ||
	    !instance->own_values || !instance->audio.triggers)
		return message_set(message, "Failed to instantiate %s: out of memory", instance->uri);

	instance->port_count = count;
	for (uint32_t i = 0; i < count; i++) {
		const LilvPort *port = lilv_plugin_get_port_by_index(instance->subject.plugin, i);
		if (!classify(instance, i, port, message))
			return false;
		if (!init_port(instance, i, port))
			return refuse(instance, i, "needs more memory than there is", message);
	}
	return property_data_read(instance) ||
	       message_set(message, "Failed to instantiate %s: out of memory", instance->uri);
}

static void connect_controls(struct lv2_instance *instance)
{
	for (uint32_t i = 0; i < instance->audio.properties.first; i++)
		instance->audio.connect_port(instance->audio.handle, instance->parameter_ports[i], &instance->audio.values[i]);
}

void ports_connect(struct lv2_instance *instance)
{
	for (uint32_t i = 0; i < instance->port_count; i++) {
		struct lv2_port *port = &instance->ports[i];
		void *data = port->kind == PORT_CONTROL ? &port->value : port->buffer;
		instance->audio.connect_port(instance->audio.handle, i, data);
	}
	connect_controls(instance); /* after the loop: values of ports in the table are stored there */
}

static void bind_planes(struct lv2_instance *instance, uint8_t *base, const struct block *block)
{
	struct lv2_audio *audio = &instance->audio;
	audio->input_count = 0;
	audio->output_count = 0;
	for (uint32_t i = 0; i < instance->port_count; i++) {
		const struct lv2_port *port = &instance->ports[i];
		if (port->kind != PORT_AUDIO || port->buffer)
			continue;
		struct lv2_plane *plane =
		    port->input ? &audio->inputs[audio->input_count++] : &audio->outputs[audio->output_count++];
		plane->port = i;
		plane->samples = (float *)(base + (port->input ? block->inputs_at : block->outputs_at)[port->slot]);
		audio->connect_port(audio->handle, i, plane->samples);
	}
	audio->connected_offset = 0;
}

static uint32_t at_most_rings(uint32_t ports)
{
	return ports < MIDI_RINGS_MAX ? ports : MIDI_RINGS_MAX;
}

void ports_bind(struct lv2_instance *instance, uint8_t *base, struct block *block)
{
	bind_planes(instance, base, block);
	parameters_bind(instance, base, block);
	connect_controls(instance);
	block->input_channels = instance->audio.input_count;
	block->output_channels = instance->audio.output_count;
	block->midi_inputs = at_most_rings(instance->sequence_inputs);
	block->midi_outputs = at_most_rings(instance->sequence_outputs);
	instance->audio.events = (const struct event *)(base + block->events_at);
	instance->audio.output_events = (struct event *)(base + block->output_events_at);
	instance->audio.sysex = sysex_of(base, block);
	instance->audio.block = block;
}

void ports_free(struct lv2_instance *instance)
{
	for (uint32_t i = 0; i < instance->port_count; i++)
		free(instance->ports[i].buffer);
	free(instance->ports);
	free(instance->audio.sequences);
}
