/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creates component and controller in VST3's call sequence: create, initialize, connect, arrange the buses, set up,
 * activate the buses. And the reverse.
 */
#include <stdlib.h>

#include "instance.h"
#include "latency.h"

#define RELEASE(object)                                                                                                \
	do {                                                                                                               \
		if (object)                                                                                                    \
			(*(object))->unref(object);                                                                                \
		(object) = NULL;                                                                                               \
	} while (0)

static bool create_component(struct vst3_instance *instance, const struct message *message)
{
	struct module *module = &instance->module;
	v3_result result =
	    (*module->factory)
	        ->create_instance(module->factory, module->class_id, v3_component_iid, (void **)&instance->component);
	if (result != V3_OK || !instance->component) {
		instance->component = NULL;
		return message_set(message, "Failed to create plugin instance (result: %d): \"%s\" in \"%s\"", result,
		    module->name, module->path);
	}
	result = (*instance->component)->initialize(instance->component, host_context(instance));
	if (result != V3_OK) {
		RELEASE(instance->component); /* not terminated: it was never initialized */
		return message_set(message, "Failed to initialize component (result: %d): \"%s\" in \"%s\"", result,
		    module->name, module->path);
	}
	(*instance->component)
	    ->query_interface(instance->component, v3_audio_processor_iid, (void **)&instance->audio.processor);
	if (!instance->audio.processor)
		return message_set(message, "No audio processor available: \"%s\" in \"%s\" has no IAudioProcessor",
		    module->name, module->path);
	return true;
}

static struct v3_edit_controller **create_separate_controller(struct vst3_instance *instance)
{
	struct v3_plugin_factory **factory = instance->module.factory;
	struct v3_edit_controller **controller = NULL;
	v3_tuid class_id = {0};
	if ((*instance->component)->get_controller_class_id(instance->component, class_id) != V3_OK)
		return NULL;
	const v3_result created =
	    (*factory)->create_instance(factory, class_id, v3_edit_controller_iid, (void **)&controller);
	if (created != V3_OK || !controller) {
		log_text("VST3: \"%s\" names a controller class that it cannot create (result: %d): it has no parameters",
		    instance->module.name, created);
		return NULL;
	}
	const v3_result result = (*controller)->initialize(controller, host_context(instance));
	if (result == V3_OK)
		return controller;
	RELEASE(controller);
	log_text("VST3: the controller of \"%s\" failed to initialize (result: %d): it has no parameters",
	    instance->module.name, result);
	return NULL;
}

/* The user may choose how knobs are turned with the mouse; otherwise the plugin decides. */
static void set_knob_mode(struct v3_edit_controller **controller)
{
	static const char *const modes[] = {
	    [VST3_KNOB_CIRCULAR] = "circular", [VST3_KNOB_RELATIVE_CIRCULAR] = "relative", [VST3_KNOB_LINEAR] = "linear"};
	const char *wanted = getenv("MAOLAN_KNOB_MODE");
	struct vst3_edit_controller2 **controller2 = NULL;
	if (!wanted ||
	    (*controller)->query_interface(controller, vst3_edit_controller2_iid, (void **)&controller2) != V3_OK)
		return;
	for (int32_t mode = 0; mode <= VST3_KNOB_LINEAR; mode++)
		if (strcmp(modes[mode], wanted) == 0)
			(*controller2)->set_knob_mode(controller2, mode);
	(*controller2)->unref(controller2);
}

/* A plugin without a controller can still process. */
static void create_controller(struct vst3_instance *instance)
{
	(*instance->component)
	    ->query_interface(instance->component, v3_edit_controller_iid, (void **)&instance->controller);
	if (!instance->controller) {
		instance->controller = create_separate_controller(instance);
		instance->controller_is_separate = instance->controller != NULL;
	}
	if (!instance->controller)
		return;
	(*instance->controller)->set_component_handler(instance->controller, handler_object(instance));
	connection_open(&instance->connection, instance->component, instance->controller);
	set_knob_mode(instance->controller);
}

static void synchronize_controller(struct vst3_instance *instance)
{
	struct stream *state = instance->controller ? state_of_component(instance) : NULL;
	if (state && stream_size(state) > 0)
		state_update_controller(instance, state);
	stream_release(state);
}

bool instance_setup(struct vst3_instance *instance, const struct message *message)
{
	struct vst3_audio *audio = &instance->audio;
	struct v3_audio_processor **processor = audio->processor;
	if (!buses_arrange(instance, message))
		return false;
	const int32_t mode = audio->data.process_mode;
	struct v3_process_setup setup = {mode, V3_SAMPLE_32, (int32_t)audio->frames_max, audio->sample_rate};
	const v3_result result = (*processor)->setup_processing(processor, &setup);
	if (result != V3_OK)
		return message_set(message,
		    "Failed to setup processing (result: %d): \"%s\" refuses %g Hz with blocks of %u frames", result,
		    instance->module.name, audio->sample_rate, audio->frames_max);
	buses_activate(instance);
	/* Bus changes that the plugin has reported while its buses were set up are already covered. */
	atomic_fetch_and(&instance->restart_flags, ~(uint32_t)V3_RESTART_IO_CHANGED);
	return true;
}

void instance_read_latency(struct vst3_instance *instance)
{
	if (!instance->active)
		return; /* only an active plugin knows */
	struct v3_audio_processor **processor = instance->audio.processor;
	const uint32_t latency = (*processor)->get_latency_samples(processor);
	atomic_store(&instance->audio.latency_samples, latency_believed(latency, instance->audio.sample_rate));
	instance->tail_samples = (*processor)->get_tail_samples(processor);
}

bool instance_create(struct vst3_instance *instance, const struct message *message)
{
	if (!create_component(instance, message))
		return false;
	create_controller(instance);
	synchronize_controller(instance);
	struct v3_audio_processor **processor = instance->audio.processor;
	const v3_result result = (*processor)->can_process_sample_size(processor, V3_SAMPLE_32);
	if (result != V3_OK)
		return message_set(message, "Plugin does not support 32-bit sample size (result: %d): \"%s\" in \"%s\"", result,
		    instance->module.name, instance->module.path);
	return instance_setup(instance, message) && parameters_scan(instance, message) && midi_map_new(instance, message);
}

void instance_destroy(struct vst3_instance *instance)
{
	parameters_free(instance);
	midi_map_free(instance);
	connection_close(&instance->connection);
	if (instance->controller)
		(*instance->controller)->set_component_handler(instance->controller, NULL);
	if (instance->controller && instance->controller_is_separate)
		(*instance->controller)->terminate(instance->controller);
	RELEASE(instance->audio.processor);
	if (instance->component)
		(*instance->component)->terminate(instance->component);
	run_loop_clear(&instance->run_loop, NULL);
	RELEASE(instance->controller);
	RELEASE(instance->component);
	instance->controller_is_separate = false;
}
