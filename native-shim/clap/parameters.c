/* SPDX-License-Identifier: BSD-2-Clause */
/* The parameter table from clap.params (ext/params.h), and values set from the main thread. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "instance.h"
#include "os.h"

static bool read_info(const struct clap_instance *instance, uint32_t number, clap_param_info_t *info)
{
	memset(info, 0, sizeof(*info));
	return instance->audio.params->get_info(instance->audio.plugin, number, info);
}

static double clean(double value, double otherwise)
{
	return isnan(value) ? otherwise : fmin(fmax(value, -(double)FLT_MAX), (double)FLT_MAX);
}

static struct clap_parameter parameter_of(const clap_param_info_t *info)
{
	const double minimum = clean(info->min_value, 0);
	const double maximum = clean(info->max_value, 1);
	uint32_t flags = info->flags;
	if (flags & CLAP_PARAM_IS_BYPASS)
		flags |= CLAP_PARAM_IS_STEPPED; /* implied by it */
	return (struct clap_parameter){
	    .id = info->id, .flags = flags, .cookie = info->cookie, .minimum = minimum, .maximum = fmax(minimum, maximum)};
}

static void store_plugins_value(struct clap_instance *instance, uint32_t index)
{
	struct clap_audio *audio = &instance->audio;
	const struct clap_parameter *parameter = &audio->parameters[index];
	double value = 0;
	if (audio->params->get_value(audio->plugin, parameter->id, &value) && !isnan(value))
		store_value(audio, index, fmin(fmax(value, parameter->minimum), parameter->maximum));
}

static bool allocate(struct clap_instance *instance, uint32_t count)
{
	struct clap_audio *audio = &instance->audio;
	parameters_free(instance);
	audio->parameters = calloc(count + 1, sizeof(*audio->parameters));
	audio->keys = calloc(count + 1, sizeof(*audio->keys));
	/* A block's events, after an edit and a gesture for every parameter and the notes that were kept. */
	audio->item_room = BLOCK_EVENTS_MAX + 2 * count + NOTES_KEPT_MAX;
	audio->items = calloc(audio->item_room, sizeof(*audio->items));
	audio->edits = mailbox_new(count);
	instance->parameter_numbers = calloc(count + 1, sizeof(*instance->parameter_numbers));
	instance->own_values = calloc(count + 1, sizeof(*instance->own_values));
	audio->values = instance->own_values;
	return audio->parameters && audio->keys && audio->items && audio->edits && instance->parameter_numbers &&
	       instance->own_values;
}

bool parameters_read(struct clap_instance *instance, const struct message *message)
{
	struct clap_audio *audio = &instance->audio;
	const uint32_t listed = audio->params ? audio->params->count(audio->plugin) : 0;
	const uint32_t room = listed < BLOCK_PARAMETERS_MAX ? listed : BLOCK_PARAMETERS_MAX;
	if (!allocate(instance, room))
		return message_set(message, "Failed to read the parameters of \"%s\": out of memory", instance->module.path);
	uint32_t count = 0;
	for (uint32_t number = 0; number < listed && count < room; number++) {
		clap_param_info_t info;
		if (!read_info(instance, number, &info))
			continue;
		audio->parameters[count] = parameter_of(&info);
		audio->keys[count] = (struct parameter_key){info.id, count};
		instance->parameter_numbers[count] = number;
		store_value(audio, count, clean(info.default_value, audio->parameters[count].minimum));
		count++;
	}
	parameter_index_sort(audio->keys, count);
	audio->parameter_count = count;
	parameters_read_values(instance);
	return true;
}

/* A block that changes values at the same time may have put a newer one into the table, which the plugin's older one
   overwrites here. Then all are read again: that block wakes the main thread when it ends. */
void parameters_read_values(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	atomic_store(&audio->values_awaited, true);
	const uint32_t before = atomic_load(&audio->changes);
	for (uint32_t i = 0; i < audio->parameter_count; i++)
		store_plugins_value(instance, i);
	/* Read by a write operation, which orders it after the writes to the table. */
	if (before % 2 == 1 || atomic_fetch_add(&audio->changes, 0) != before)
		atomic_fetch_or(&instance->requests, REQUEST_VALUES);
	else
		atomic_store(&audio->values_awaited, false);
}

void parameters_bind(struct clap_instance *instance, uint8_t *base, struct block *block)
{
	struct clap_audio *audio = &instance->audio;
	uint32_t *ids = (uint32_t *)(base + block->parameter_ids_at);
	float *minimums = (float *)(base + block->parameter_minimums_at);
	float *maximums = (float *)(base + block->parameter_maximums_at);
	float *values = (float *)(base + block->parameter_values_at);
	for (uint32_t i = 0; i < audio->parameter_count; i++) {
		ids[i] = audio->parameters[i].id;
		minimums[i] = (float)audio->parameters[i].minimum;
		maximums[i] = (float)audio->parameters[i].maximum;
		values[i] = audio->values[i];
	}
	block->parameter_count = audio->parameter_count;
	audio->values = values;
}

void parameters_deliver(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	if (!instance->active && audio->edits && (mailbox_waiting(audio->edits) || atomic_load(&audio->flush_requested)))
		process_flush(audio);
}

void parameters_free(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	audio->parameter_count = 0;
	free(audio->parameters);
	free(audio->keys);
	free(audio->items);
	mailbox_free(audio->edits);
	free(instance->parameter_numbers);
	free(instance->own_values);
	audio->parameters = NULL;
	audio->keys = NULL;
	audio->items = NULL;
	audio->edits = NULL;
	audio->values = instance->own_values = NULL;
	instance->parameter_numbers = NULL;
}

/* ---- plugin.h ---- */

static uint32_t steps_of(const struct clap_parameter *parameter)
{
	uint32_t flags = parameter->flags & CLAP_PARAM_IS_READONLY ? PLUGIN_PARAMETER_READ_ONLY : 0;
	if (parameter->flags & CLAP_PARAM_IS_BYPASS)
		flags |= PLUGIN_PARAMETER_BYPASS;
	if (!(parameter->flags & CLAP_PARAM_IS_STEPPED))
		return flags;
	flags |= PLUGIN_PARAMETER_INTEGER;
	if (parameter->minimum == 0 && parameter->maximum == 1)
		flags |= PLUGIN_PARAMETER_TOGGLED;
	if (parameter->flags & CLAP_PARAM_IS_ENUM)
		flags |= PLUGIN_PARAMETER_ENUMERATION;
	return flags;
}

static uint32_t flags_of(const struct clap_parameter *parameter)
{
	uint32_t flags = steps_of(parameter);
	if (parameter->flags & CLAP_PARAM_IS_READONLY)
		flags |= PLUGIN_PARAMETER_READ_ONLY;
	if (!(parameter->flags & CLAP_PARAM_IS_AUTOMATABLE))
		flags |= PLUGIN_PARAMETER_NOT_AUTOMATABLE;
	if (parameter->flags & CLAP_PARAM_IS_HIDDEN)
		flags |= PLUGIN_PARAMETER_HIDDEN;
	if (parameter->flags & CLAP_PARAM_IS_BYPASS)
		flags |= PLUGIN_PARAMETER_BYPASS;
	return flags;
}

int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	const struct clap_audio *audio = &instance->audio;
	clap_param_info_t info;
	if (index >= audio->parameter_count || !read_info(instance, instance->parameter_numbers[index], &info))
		return PLUGIN_ERROR;
	const struct clap_parameter *known = &audio->parameters[index];
	float value;
	__atomic_load(&audio->values[index], &value, __ATOMIC_RELAXED);
	*parameter = (struct plugin_parameter){
	    .id = known->id,
	    .flags = flags_of(known),
	    .minimum = known->minimum,
	    .maximum = known->maximum,
	    .default_value = events_fit(known, clean(info.default_value, known->minimum)),
	    .value = (double)value,
	};
	text_copy(parameter->name, sizeof(parameter->name), info.name, sizeof(info.name));
	text_copy(parameter->module, sizeof(parameter->module), info.module, sizeof(info.module));
	return PLUGIN_OK;
}

int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct clap_audio *audio = &instance->audio;
	if (index >= audio->parameter_count || isnan(value) || audio->parameters[index].flags & CLAP_PARAM_IS_READONLY)
		return PLUGIN_ERROR;
	const double fitting = events_fit(&audio->parameters[index], value);
	store_value(audio, index, fitting);
	mailbox_post(audio->edits, index, fitting);
	parameters_deliver(instance);
	notify_main(); /* for its flush request */
	return PLUGIN_OK;
}
