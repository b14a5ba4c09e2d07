/* SPDX-License-Identifier: BSD-2-Clause */
/* VST3 plugins receive no MIDI controllers: IMidiMapping assigns a parameter to each of them. */
#include <stdlib.h>

#include "instance.h"

static void clear_map(struct vst3_midi_map *map)
{
	for (uint32_t channel = 0; channel < MIDI_CHANNELS; channel++) {
		for (uint32_t controller = 0; controller < VST3_MAPPED_CONTROLLERS; controller++)
			atomic_init(&map->controllers[channel][controller], VST3_NO_PARAMETER);
		atomic_init(&map->program_parameters[channel], VST3_NO_PARAMETER);
		atomic_init(&map->program_steps[channel], 0);
	}
}

bool midi_map_new(struct vst3_instance *instance, const struct message *message)
{
	struct vst3_audio *audio = &instance->audio;
	midi_map_free(instance);
	/* Effects without event inputs may map controllers, too, of bus 0. */
	const uint32_t count = audio->event_input_count > 0 ? audio->event_input_count : 1;
	audio->midi_maps = malloc(count * sizeof(*audio->midi_maps));
	if (!audio->midi_maps)
		return message_set(message, "Failed to read the MIDI mapping of \"%s\": out of memory", instance->module.path);
	for (uint32_t i = 0; i < count; i++)
		clear_map(&audio->midi_maps[i]);
	audio->midi_map_count = count;
	midi_map_read(instance);
	return true;
}

static void read_controllers(struct v3_midi_mapping **mapping, int32_t bus, struct vst3_midi_map *map)
{
	for (int16_t channel = 0; channel < (int16_t)MIDI_CHANNELS; channel++)
		for (int16_t controller = 0; controller < (int16_t)VST3_MAPPED_CONTROLLERS; controller++) {
			v3_param_id id = VST3_NO_PARAMETER;
			if ((*mapping)->get_midi_controller_assignment(mapping, bus, channel, controller, &id) != V3_OK)
				id = VST3_NO_PARAMETER;
			atomic_store_explicit(&map->controllers[channel][controller], id, memory_order_relaxed);
		}
}

/* The parameter that selects the programs of a unit. */
static void read_program_parameter(
    struct vst3_instance *instance, int32_t unit_id, struct vst3_midi_map *map, uint32_t channel)
{
	v3_param_id id = VST3_NO_PARAMETER;
	int32_t steps = 0;
	for (uint32_t i = 0; i < instance->audio.parameter_count && id == VST3_NO_PARAMETER; i++) {
		struct v3_param_info info = {0};
		const int32_t number = instance->parameter_numbers[i];
		if ((*instance->controller)->get_parameter_info(instance->controller, number, &info) == V3_OK &&
		    info.flags & V3_PARAM_PROGRAM_CHANGE && info.unit_id == unit_id) {
			id = info.param_id;
			steps = info.step_count;
		}
	}
	atomic_store_explicit(&map->program_steps[channel], steps, memory_order_relaxed);
	atomic_store_explicit(&map->program_parameters[channel], id, memory_order_relaxed);
}

static void read_programs(struct vst3_instance *instance, struct v3_unit_information **units, int32_t bus)
{
	for (int32_t channel = 0; channel < (int32_t)MIDI_CHANNELS; channel++) {
		int32_t unit_id = 0; /* the root unit */
		if (units && (*units)->get_unit_by_bus(units, V3_EVENT, V3_INPUT, bus, channel, &unit_id) != V3_OK)
			unit_id = 0;
		read_program_parameter(instance, unit_id, &instance->audio.midi_maps[bus], (uint32_t)channel);
	}
}

static bool has_program_parameter(struct vst3_instance *instance)
{
	for (uint32_t i = 0; i < instance->audio.parameter_count; i++) {
		struct v3_param_info info = {0};
		const int32_t number = instance->parameter_numbers[i];
		(*instance->controller)->get_parameter_info(instance->controller, number, &info);
		if (info.flags & V3_PARAM_PROGRAM_CHANGE)
			return true;
	}
	return false;
}

void midi_map_read(struct vst3_instance *instance)
{
	struct v3_edit_controller **controller = instance->controller;
	struct v3_midi_mapping **mapping = NULL;
	struct v3_unit_information **units = NULL;
	if (!controller)
		return;
	const bool programs = has_program_parameter(instance);
	(*controller)->query_interface(controller, v3_midi_mapping_iid, (void **)&mapping);
	(*controller)->query_interface(controller, v3_unit_information_iid, (void **)&units);
	for (uint32_t bus = 0; bus < instance->audio.midi_map_count; bus++) {
		if (mapping)
			read_controllers(mapping, (int32_t)bus, &instance->audio.midi_maps[bus]);
		if (programs)
			read_programs(instance, units, (int32_t)bus);
	}
	if (mapping)
		(*mapping)->unref(mapping);
	if (units)
		(*units)->unref(units);
}

void midi_map_free(struct vst3_instance *instance)
{
	free(instance->audio.midi_maps);
	instance->audio.midi_maps = NULL;
	instance->audio.midi_map_count = 0;
}
