/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs: the lists of IUnitInfo, each selected by the program change parameter of a unit that has it; and the
 * program change parameter of a plugin without IUnitInfo, whose value texts are the program names. All [main-thread].
 */
#include "instance.h"
#include "text.h"
#include "units.h"

#define NO_PROGRAM_LIST (-1)
#define PROGRAMS_MAX 16384
#define STRING_UNITS (sizeof(v3_str_128) / sizeof(int16_t))

/* A list, and the parameter that selects from it. */
struct list {
	int32_t id; /* NO_PROGRAM_LIST: the plugin has no IUnitInfo */
	uint32_t count;
	uint32_t parameter; /* position in the table */
	char name[256];
};

/* ---- the lists ---- */

static int32_t list_of_unit(struct v3_unit_information **units, int32_t unit_id)
{
	const int32_t count = (*units)->get_unit_count(units);
	for (int32_t i = 0; i < count; i++) {
		struct v3_unit_info info = {0};
		if ((*units)->get_unit_info(units, i, &info) == V3_OK && info.id == unit_id)
			return info.program_list_id;
	}
	return NO_PROGRAM_LIST;
}

static bool read_list(struct v3_unit_information **units, int32_t id, struct list *list)
{
	const int32_t count = (*units)->get_program_list_count(units);
	for (int32_t i = 0; i < count; i++) {
		struct v3_program_list_info info = {0};
		if ((*units)->get_program_list_info(units, i, &info) != V3_OK || info.id != id || info.programCount < 1)
			continue;
		list->id = id;
		list->count = info.programCount < PROGRAMS_MAX ? (uint32_t)info.programCount : PROGRAMS_MAX;
		text_from_utf16(list->name, sizeof(list->name), info.name, STRING_UNITS);
		return true;
	}
	return false;
}

/* The list that a program change parameter selects from. Each step selects one program: extra steps or programs are
   ignored. */
static void list_of_parameter(
    struct v3_unit_information **units, uint32_t index, const struct v3_param_info *info, struct list *list)
{
	const uint32_t steps = info->step_count < PROGRAMS_MAX ? (uint32_t)info->step_count + 1 : PROGRAMS_MAX;
	*list = (struct list){.id = NO_PROGRAM_LIST, .count = steps, .parameter = index};
	if (units && read_list(units, list_of_unit(units, info->unit_id), list) && list->count > steps)
		list->count = steps;
}

/* The list of the next program change parameter, starting at *from. */
static bool next_list(
    struct vst3_instance *instance, struct v3_unit_information **units, uint32_t *from, struct list *list)
{
	for (; *from < instance->audio.parameter_count; ++*from) {
		struct v3_param_info info;
		if (!parameters_info(instance, *from, &info) || !(info.flags & V3_PARAM_PROGRAM_CHANGE) ||
		    info.step_count < 1 || (info.flags & V3_PARAM_READ_ONLY))
			continue;
		list_of_parameter(units, (*from)++, &info, list);
		return true;
	}
	return false;
}

/* The list that contains program *index of all, which becomes its index in the list. */
static bool find_program(
    struct vst3_instance *instance, struct v3_unit_information **units, uint32_t *index, struct list *list)
{
	for (uint32_t from = 0; next_list(instance, units, &from, list); *index -= list->count)
		if (*index < list->count)
			return true;
	return false;
}

static void close_units(struct v3_unit_information **units)
{
	if (units)
		(*units)->unref(units);
}

/* ---- plugin.h ---- */

int32_t vst3_programs(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_unit_information **units = units_open(instance);
	struct list list;
	uint32_t count = 0;
	for (uint32_t from = 0; count < PROGRAMS_MAX && next_list(instance, units, &from, &list);)
		count += list.count;
	close_units(units);
	return count > 0 ? (int32_t)count : PLUGIN_NOT_SUPPORTED;
}

static void read_name(struct vst3_instance *instance, struct v3_unit_information **units, const struct list *list,
    uint32_t number, struct plugin_program *program)
{
	int16_t wide[4 * STRING_UNITS] = {0};
	program->name[0] = '\0';
	if (list->id != NO_PROGRAM_LIST && (*units)->get_program_name(units, list->id, (int32_t)number, wide) == V3_OK)
		text_from_utf16(program->name, sizeof(program->name), wide, STRING_UNITS);
	struct v3_param_info info;
	if (program->name[0] || !parameters_info(instance, list->parameter, &info))
		return;
	const int32_t bytes = plugin_parameter_text(&instance->audio.head, list->parameter,
	    number / (double)info.step_count, program->name, sizeof(program->name) - 1);
	program->name[bytes < 0 ? 0 : bytes] = '\0';
}

int32_t vst3_program(struct plugin *plugin, uint32_t index, struct plugin_program *program)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_unit_information **units = units_open(instance);
	struct list list;
	const bool found = find_program(instance, units, &index, &list);
	if (found) {
		text_copy(program->list, sizeof(program->list), list.name, sizeof(list.name));
		read_name(instance, units, &list, index, program);
	}
	close_units(units);
	return found ? PLUGIN_OK : PLUGIN_ERROR;
}

int32_t vst3_program_choose(struct plugin *plugin, uint32_t index)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_unit_information **units = units_open(instance);
	struct list list;
	struct v3_param_info info;
	const bool found = find_program(instance, units, &index, &list) && parameters_info(instance, list.parameter, &info);
	close_units(units);
	if (!found || plugin_parameter_set(plugin, list.parameter, index / (double)info.step_count) != PLUGIN_OK)
		return PLUGIN_ERROR;
	instance->unsettled = true; /* a save before the next block must include the program */
	settle(instance);
	return PLUGIN_OK;
}

/* .vstpreset files are handled by the caller, as ordinary states. */
