/* SPDX-License-Identifier: BSD-2-Clause */
/* The parameter table from IEditController, and the exchange of values between controller and processor. */
#include <math.h>
#include <stdlib.h>

#include "instance.h"
#include "os.h"
#include "text.h"
#include "units.h"

/* Tolerance for values that were stored as a float somewhere. A list of 2^24 entries has finer steps. */
#define SAME_VALUE 1e-7

static double clean(double value)
{
	return value >= 0 ? fmin(value, 1) : 0; /* NaN becomes 0 */
}

static int32_t controller_count(struct vst3_instance *instance)
{
	return instance->controller ? (*instance->controller)->get_parameter_count(instance->controller) : 0;
}

static bool read_info(struct vst3_instance *instance, int32_t number, struct v3_param_info *info)
{
	*info = (struct v3_param_info){0};
	return (*instance->controller)->get_parameter_info(instance->controller, number, info) == V3_OK;
}

bool parameters_info(struct vst3_instance *instance, uint32_t index, struct v3_param_info *info)
{
	return instance->controller && read_info(instance, instance->parameter_numbers[index], info);
}

static double controller_value(struct vst3_instance *instance, v3_param_id id)
{
	return clean((*instance->controller)->get_parameter_normalised(instance->controller, id));
}

static bool allocate(struct vst3_instance *instance, uint32_t count)
{
	struct vst3_audio *audio = &instance->audio;
	parameters_free(instance);
	audio->ids = calloc(count + 1, sizeof(*audio->ids));
	audio->is_read_only = calloc(count + 1, sizeof(*audio->is_read_only));
	audio->unsent_values = mailbox_new(count);
	audio->reported = mailbox_new(count);
	instance->parameter_numbers = calloc(count + 1, sizeof(*instance->parameter_numbers));
	instance->own_values = calloc(count + 1, sizeof(*instance->own_values));
	instance->controller_values = calloc(count + 1, sizeof(*instance->controller_values));
	audio->values = instance->own_values;
	return audio->ids && audio->is_read_only && audio->unsent_values && audio->reported &&
	       instance->parameter_numbers && instance->own_values && instance->controller_values;
}

static void list_parameters(struct vst3_instance *instance, uint32_t room)
{
	struct vst3_audio *audio = &instance->audio;
	const int32_t listed = controller_count(instance);
	for (int32_t number = 0; number < listed && audio->parameter_count < room; number++) {
		struct v3_param_info info;
		if (!read_info(instance, number, &info))
			continue;
		const uint32_t at = audio->parameter_count++;
		audio->ids[at] = info.param_id;
		audio->is_read_only[at] = (info.flags & V3_PARAM_READ_ONLY) != 0;
		instance->parameter_numbers[at] = number;
	}
}

bool parameters_scan(struct vst3_instance *instance, const struct message *message)
{
	struct vst3_audio *audio = &instance->audio;
	const int32_t listed = controller_count(instance);
	const uint32_t room = listed < 0                               ? 0
	                      : listed < (int32_t)BLOCK_PARAMETERS_MAX ? (uint32_t)listed
	                                                               : BLOCK_PARAMETERS_MAX;
	if (!allocate(instance, room))
		return message_set(message, "Failed to read the parameters of \"%s\": out of memory", instance->module.path);
	list_parameters(instance, room);
	audio->directory = directory_new(audio->ids, audio->parameter_count);
	if (!audio->directory)
		return message_set(message, "Failed to read the parameters of \"%s\": out of memory", instance->module.path);
	directory_publish(&audio->access, audio->directory);
	parameters_read_values(instance);
	return true;
}

void parameters_read_values(struct vst3_instance *instance)
{
	for (uint32_t i = 0; i < instance->audio.parameter_count; i++) {
		instance->controller_values[i] = controller_value(instance, instance->audio.ids[i]);
		vst3_store_value(&instance->audio, i, instance->controller_values[i]);
	}
}

void parameters_bind(struct vst3_instance *instance, uint8_t *base, struct block *block)
{
	struct vst3_audio *audio = &instance->audio;
	uint32_t *ids = (uint32_t *)(base + block->parameter_ids_at);
	float *minimums = (float *)(base + block->parameter_minimums_at);
	float *maximums = (float *)(base + block->parameter_maximums_at);
	float *values = (float *)(base + block->parameter_values_at);
	for (uint32_t i = 0; i < audio->parameter_count; i++) {
		ids[i] = audio->ids[i];
		minimums[i] = 0;
		maximums[i] = 1;
		values[i] = audio->values[i];
	}
	block->parameter_count = audio->parameter_count;
	audio->values = values;
}

static bool has_value(struct vst3_instance *instance, uint32_t index, double value)
{
	struct v3_param_info info;
	const double difference = fabs(controller_value(instance, instance->audio.ids[index]) - value);
	if (difference == 0 || difference > SAME_VALUE)
		return difference == 0;
	return !read_info(instance, instance->parameter_numbers[index], &info) || info.step_count == 0;
}

/* A controller that shares its values with the processor already has this value, or a newer one: setting it again could
   set the processor back by a block. */
static void send_value(struct vst3_instance *instance, uint32_t index)
{
	const v3_param_id id = instance->audio.ids[index];
	const double value = mailbox_value(instance->audio.unsent_values, index);
	instance->controller_values[index] = value;
	if (has_value(instance, index, value))
		return;
	if (mailbox_value(instance->audio.unsent_values, index) == value) /* else it has been posted again */
		(*instance->controller)->set_parameter_normalised(instance->controller, id, value);
}

void parameters_update_controller(struct vst3_instance *instance)
{
	uint32_t index;
	double value;
	while (instance->audio.unsent_values && mailbox_take(instance->audio.unsent_values, &index, &value)) {
		vst3_store_value(&instance->audio, index, value); /* the controller's list may have been read meanwhile */
		send_value(instance, index);
	}
	/* The processor uses these to communicate with its controller, which may wait for a value that it already has. */
	while (instance->audio.reported && mailbox_take(instance->audio.reported, &index, &value)) {
		instance->controller_values[index] = value;
		(*instance->controller)->set_parameter_normalised(instance->controller, instance->audio.ids[index], value);
	}
}

void parameters_values_changed(struct vst3_instance *instance)
{
	struct vst3_audio *audio = &instance->audio;
	bool any = false;
	for (uint32_t i = 0; i < audio->parameter_count; i++) {
		/* Values that the controller has not received yet are newer than its own. */
		const double value = controller_value(instance, audio->ids[i]);
		if (fabs(value - instance->controller_values[i]) <= SAME_VALUE)
			continue;
		instance->controller_values[i] = value;
		vst3_store_value(audio, i, value);
		if (audio->is_read_only[i])
			continue;
		mailbox_post(audio->directory->edits, i, value);
		any = true;
	}
	if (any)
		atomic_store_explicit(&audio->edits_waiting, true, memory_order_release);
}

void parameters_free(struct vst3_instance *instance)
{
	struct vst3_audio *audio = &instance->audio;
	audio->parameter_count = 0;
	free(audio->ids);
	free(audio->is_read_only);
	directory_publish(&audio->access, NULL);
	mailbox_free(audio->unsent_values);
	mailbox_free(audio->reported);
	free(instance->parameter_numbers);
	free(instance->own_values);
	free(instance->controller_values);
	instance->controller_values = NULL;
	audio->ids = NULL;
	audio->is_read_only = NULL;
	audio->directory = NULL;
	audio->unsent_values = audio->reported = NULL;
	audio->values = instance->own_values = NULL;
	instance->parameter_numbers = NULL;
}

/* ---- plugin.h ---- */

static uint32_t flags_of(const struct v3_param_info *info)
{
	uint32_t flags = 0;
	if (info->step_count == 1)
		flags |= PLUGIN_PARAMETER_TOGGLED;
	else if (info->step_count > 1 && info->flags & V3_PARAM_IS_LIST)
		flags |= PLUGIN_PARAMETER_ENUMERATION;
	else if (info->step_count > 1)
		flags |= PLUGIN_PARAMETER_STEPPED;
	if (info->flags & V3_PARAM_READ_ONLY)
		flags |= PLUGIN_PARAMETER_READ_ONLY;
	if (info->flags & V3_PARAM_IS_BYPASS)
		flags |= PLUGIN_PARAMETER_BYPASS;
	if (info->flags & V3_PARAM_IS_HIDDEN)
		flags |= PLUGIN_PARAMETER_HIDDEN;
	if (!(info->flags & V3_PARAM_CAN_AUTOMATE))
		flags |= PLUGIN_PARAMETER_NOT_AUTOMATABLE;
	if (info->flags & V3_PARAM_PROGRAM_CHANGE)
		flags |= PLUGIN_PARAMETER_PROGRAM;
	return flags;
}

int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	const struct vst3_audio *audio = &instance->audio;
	if (index >= audio->parameter_count)
		return PLUGIN_ERROR;
	struct v3_param_info info;
	if (!read_info(instance, instance->parameter_numbers[index], &info))
		return PLUGIN_ERROR;
	float value;
	__atomic_load(&audio->values[index], &value, __ATOMIC_RELAXED);
	*parameter = (struct plugin_parameter){
	    .id = audio->ids[index],
	    .flags = flags_of(&info),
	    .minimum = 0,
	    .maximum = 1,
	    .default_value = clean(info.default_normalised_value),
	    .value = (double)value,
	};
	text_from_utf16(parameter->name, sizeof(parameter->name), info.title, sizeof(info.title) / sizeof(info.title[0]));
	text_from_utf16(parameter->unit, sizeof(parameter->unit), info.units, sizeof(info.units) / sizeof(info.units[0]));
	units_path(instance, info.unit_id, parameter->module, sizeof(parameter->module));
	return PLUGIN_OK;
}

/* The nearest of the parameter's steps, as VST3 distributes them over 0..1. */
static double snap(double value, int32_t step_count)
{
	if (step_count <= 0)
		return value;
	return fmin(floor(value * (step_count + 1.0)), step_count) / step_count;
}

int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_audio *audio = &instance->audio;
	struct v3_param_info info;
	if (index >= audio->parameter_count || audio->is_read_only[index] || isnan(value) ||
	    !read_info(instance, instance->parameter_numbers[index], &info))
		return PLUGIN_ERROR;
	const double snapped = snap(clean(value), info.step_count);
	vst3_store_value(audio, index, snapped);
	instance->controller_values[index] = snapped;
	(*instance->controller)->set_parameter_normalised(instance->controller, audio->ids[index], snapped);
	mailbox_post(audio->directory->edits, index, snapped);
	atomic_store_explicit(&audio->edits_waiting, true, memory_order_release);
	notify_main(); /* for its flush request */
	return PLUGIN_OK;
}
