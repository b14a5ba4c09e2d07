/* SPDX-License-Identifier: BSD-2-Clause */
/* Lifecycle of an instance: open, bind, activate, deactivate, close. All [main-thread]. */
#include "plugin.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "factory.h"
#include "instance.h"

int32_t plugin_abi(void)
{
	return PLUGIN_ABI;
}

static bool init_memory(struct vst3_instance *instance, const struct message *message)
{
	struct vst3_audio *audio = &instance->audio;
	audio->input_changes = changes_new();
	audio->output_changes = changes_new();
	const bool lists = events_init(&audio->input_events) && events_init(&audio->output_list);
	if (!audio->input_changes || !audio->output_changes || !lists)
		return message_set(message, "Failed to create plugin instance: out of memory");
	audio->data = (struct v3_process_data){
	    .process_mode = audio->offline.on ? V3_OFFLINE : V3_REALTIME,
	    .symbolic_sample_size = V3_SAMPLE_32,
	    .input_params = changes_object(audio->input_changes),
	    .output_params = changes_object(audio->output_changes),
	    .input_events = events_object(&audio->input_events),
	    .output_events = events_object(&audio->output_list),
	    .ctx = &audio->context,
	};
	return true;
}

static void init_options(struct vst3_instance *instance, const struct plugin_options *options)
{
	struct vst3_audio *audio = &instance->audio;
	audio->head.process = vst3_process;
	audio->head.has_changes = vst3_has_changes;
	audio->sample_rate = options->sample_rate;
	audio->frames_max = options->frames_max < 1 ? 1 : options->frames_max;
	if (audio->frames_max > BLOCK_FRAMES_MAX)
		audio->frames_max = BLOCK_FRAMES_MAX;
	instance->wanted_inputs = options->input_channels;
	instance->wanted_outputs = options->output_channels;
	instance->main_thread = pthread_self();
	offline_init(instance, options->offline != 0);
	host_init(instance);
	handler_init(instance);
	editor_init(instance);
}

static bool open_plugin(struct vst3_instance *instance, const char *spec, const struct message *message)
{
	struct bundle_spec wanted;
	if (!init_memory(instance, message) || !bundle_parse(spec, &wanted))
		return false;
	const bool opened = module_open(&instance->module, wanted.path, host_context(instance), message) &&
	                    module_choose_class(&instance->module, &wanted, message);
	free(wanted.path);
	return opened && instance_create(instance, message);
}

struct plugin *plugin_open(const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	struct vst3_instance *instance = calloc(1, sizeof(*instance));
	if (!instance) {
		message_set(&message, "Failed to create plugin instance: out of memory");
		return NULL;
	}
	init_options(instance, options);
	if (open_plugin(instance, spec, &message)) {
		restore_locale();
		return &instance->audio.head;
	}
	plugin_close(&instance->audio.head);
	return NULL;
}

void plugin_describe(struct plugin *plugin, struct plugin_description *description)
{
	const struct vst3_instance *instance = (struct vst3_instance *)plugin;
	const struct vst3_audio *audio = &instance->audio;
	const struct module *module = &instance->module;
	struct factory_class info;
	factory_find_class(module->factory, module->class_id, &info);
	const char *category = info.sub_categories[0] ? info.sub_categories : info.category;
	text_copy(description->name, sizeof(description->name), module->name, sizeof(module->name));
	text_copy(description->vendor, sizeof(description->vendor), info.vendor, sizeof(info.vendor));
	text_copy(description->category, sizeof(description->category), category, SIZE_MAX);
	text_copy(description->version, sizeof(description->version), info.version, sizeof(info.version));
	class_id_digits(module->class_id, description->id);
	description->flags = strncmp(category, "Instrument", strlen("Instrument")) == 0 ? PLUGIN_IS_INSTRUMENT : 0;
	description->parameter_count = audio->parameter_count;
	description->audio_inputs = audio->inputs.map.count;
	description->audio_outputs = audio->outputs.map.count;
	description->latency_samples = atomic_load(&audio->latency_samples);
	description->midi_inputs = audio->event_input_count;
	description->midi_outputs = instance->event_outputs;
}

int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_audio *audio = &instance->audio;
	if (block->record_bytes != sizeof(struct block))
		return PLUGIN_ERROR;
	instance->base = base;
	audio->block = block;
	audio->events = (const struct event *)(instance->base + block->events_at);
	audio->output_events = (struct event *)(instance->base + block->output_events_at);
	audio->sysex = sysex_of(base, block);
	buses_bind(instance, base, block);
	parameters_bind(instance, base, block);
	block->latency_samples = atomic_load(&audio->latency_samples);
	audio->ready = instance->active;
	return PLUGIN_OK;
}

int32_t plugin_activate(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_audio *audio = &instance->audio;
	if (instance->active)
		return PLUGIN_OK;
	if (!audio->processor)
		return PLUGIN_ERROR;
	instance->activating = true;
	const v3_result result = (*instance->component)->set_active(instance->component, 1);
	instance->activating = false;
	if (result != V3_OK && result != V3_NOT_IMPLEMENTED) {
		log_text("VST3: Failed to set active state (result: %d): \"%s\" in \"%s\"", result, instance->module.name,
		    instance->module.path);
		return PLUGIN_ERROR;
	}
	instance->active = true;
	instance_read_latency(instance);
	audio->continuous_samples = 0;
	memset(audio->held, 0, sizeof(audio->held)); /* no note survives a deactivation */
	audio->ready = audio->block != NULL;
	if (audio->block)
		audio->block->latency_samples = atomic_load(&audio->latency_samples);
	settle(instance);
	return PLUGIN_OK;
}

void plugin_deactivate(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_audio *audio = &instance->audio;
	if (!instance->active)
		return;
	instance->active = false;
	audio->ready = false;
	if (audio->processing)
		(*audio->processor)->set_processing(audio->processor, 0);
	audio->processing = false;
	(*instance->component)->set_active(instance->component, 0);
}

void plugin_close(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	if (!instance)
		return;
	editor_close(instance);
	plugin_deactivate(plugin);
	instance_destroy(instance);
	directory_close(&instance->audio.access);
	module_close(&instance->module);
	state_free(instance);
	buses_free(instance);
	events_free(&instance->audio.input_events);
	events_free(&instance->audio.output_list);
	changes_free(instance->audio.input_changes);
	changes_free(instance->audio.output_changes);
	free(instance);
}
