/* SPDX-License-Identifier: BSD-2-Clause */
/* State: the class id as text, the component's stream and the controller's stream. */
#include <stdlib.h>

#include "compatibility.h"
#include "instance.h"

static const char *const part_keys[STATE_PARTS] = {"id", "component", "controller"};

static void release_all(struct stream **streams)
{
	for (size_t i = 0; i < STATE_PARTS; i++) {
		stream_release(streams[i]);
		streams[i] = NULL;
	}
}

void state_free(struct vst3_instance *instance)
{
	release_all(instance->saved);
	release_all(instance->collected);
}

/* ---- save ---- */

/* A stream for the plugin to read or write, at position 0. */
static struct stream *stream_for(const struct vst3_instance *instance, const void *bytes, uint32_t count)
{
	struct stream *stream = stream_new(bytes, count);
	if (stream && !instance->for_preset)
		stream_is_of_project(stream);
	return stream;
}

struct stream *state_of_component(struct vst3_instance *instance)
{
	struct stream *stream = stream_for(instance, NULL, 0);
	if (!stream)
		return NULL;
	const v3_result result = (*instance->component)->get_state(instance->component, stream_object(stream));
	if (result == V3_OK)
		return stream;
	stream_release(stream);
	return result == V3_NOT_IMPLEMENTED ? stream_new(NULL, 0) : NULL;
}

/* A controller that has no state, or fails, saves nothing. */
struct stream *state_of_controller(struct vst3_instance *instance)
{
	struct v3_edit_controller **controller = instance->controller;
	struct stream *stream = stream_for(instance, NULL, 0);
	if (!stream || !controller || (*controller)->get_state(controller, stream_object(stream)) == V3_OK)
		return stream;
	stream_release(stream);
	return stream_new(NULL, 0);
}

int32_t plugin_state_save(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	char id[CLASS_TEXT_BYTES];
	release_all(instance->saved);
	if (!instance->component)
		return PLUGIN_ERROR; /* a reload failed */
	class_id_text(instance->module.class_id, id);
	instance->saved[STATE_ID] = stream_new(id, CLASS_TEXT_BYTES - 1);
	instance->saved[STATE_COMPONENT] = state_of_component(instance);
	instance->saved[STATE_CONTROLLER] = state_of_controller(instance);
	for (size_t i = 0; i < STATE_PARTS; i++) {
		if (instance->saved[i])
			continue;
		release_all(instance->saved);
		return PLUGIN_ERROR;
	}
	return STATE_PARTS;
}

int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item)
{
	const struct vst3_instance *instance = (struct vst3_instance *)plugin;
	if (index >= STATE_PARTS || !instance->saved[index])
		return PLUGIN_ERROR;
	*item = (struct plugin_state_item){
	    .key = part_keys[index],
	    .type = "",
	    .value = stream_bytes(instance->saved[index]),
	    .key_bytes = (uint32_t)strlen(part_keys[index]),
	    .value_bytes = stream_size(instance->saved[index]),
	};
	return PLUGIN_OK;
}

void vst3_state_context(struct plugin *plugin, uint32_t context)
{
	((struct vst3_instance *)plugin)->for_preset = context == PLUGIN_STATE_FOR_PRESET;
}

/* ---- restore ---- */

int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	(void)type;
	(void)type_bytes;
	(void)flags;
	for (size_t i = 0; i < STATE_PARTS; i++) {
		if (strlen(part_keys[i]) != key_bytes || memcmp(part_keys[i], key, key_bytes) != 0)
			continue;
		stream_release(instance->collected[i]);
		instance->collected[i] = stream_new(value, value_bytes);
		return instance->collected[i] ? PLUGIN_OK : PLUGIN_ERROR;
	}
	return PLUGIN_ERROR;
}

/* The plugin reads from a separate stream. */
static struct stream *rewound(const struct vst3_instance *instance, const struct stream *stream)
{
	return stream_for(instance, stream_bytes(stream), stream_size(stream));
}

/* DPF plugins without parameters and states (ZamAutoSat) save one zero byte, and then refuse it. */
static bool is_nothing_of_dpf(const struct stream *state)
{
	return stream_size(state) == 1 && *(const uint8_t *)stream_bytes(state) == 0;
}

static bool set_component_state(struct vst3_instance *instance, const struct stream *state)
{
	struct stream *stream = rewound(instance, state);
	if (!stream)
		return false;
	const v3_result result = (*instance->component)->set_state(instance->component, stream_object(stream));
	stream_release(stream);
	if (result == V3_NOT_IMPLEMENTED || (result != V3_OK && is_nothing_of_dpf(state)))
		return true;
	if (result != V3_OK)
		log_text("VST3: \"%s\" refused its state (setState result: %d)", instance->module.name, result);
	return result == V3_OK;
}

void state_update_controller(struct vst3_instance *instance, const struct stream *component_state)
{
	struct v3_edit_controller **controller = instance->controller;
	if (!controller)
		return;
	struct stream *stream = rewound(instance, component_state);
	if (!stream)
		return;
	(*controller)->set_component_state(controller, stream_object(stream)); /* "not implemented" is a common result */
	stream_release(stream);
}

static void set_controller_state(struct vst3_instance *instance, const struct stream *state)
{
	struct v3_edit_controller **controller = instance->controller;
	struct stream *stream = controller ? rewound(instance, state) : NULL;
	if (!stream)
		return;
	const v3_result result = (*controller)->set_state(controller, stream_object(stream));
	stream_release(stream);
	if (result != V3_OK && result != V3_NOT_IMPLEMENTED)
		log_text(
		    "VST3: the editor of \"%s\" refused its part of the state (setState result: %d); the sound is restored",
		    instance->module.name, result);
}

bool state_apply(struct vst3_instance *instance, const struct stream *component, const struct stream *controller)
{
	if (stream_size(component) > 0) {
		if (!set_component_state(instance, component))
			return false;
		state_update_controller(instance, component);
	}
	if (stream_size(controller) > 0)
		set_controller_state(instance, controller);
	/* Discard earlier changes. */
	mailbox_clear(instance->audio.directory->edits);
	mailbox_clear(instance->audio.unsent_values);
	mailbox_clear(instance->audio.reported);
	parameters_read_values(instance);
	instance->unsettled = true;
	settle(instance);
	instance_read_latency(instance);
	return true;
}

/* The plugin's own id, or that of a class that it replaces. */
static bool is_fitting_id(const struct vst3_instance *instance, const struct stream *id)
{
	char own[CLASS_TEXT_BYTES];
	class_id_text(instance->module.class_id, own);
	return (stream_size(id) == CLASS_TEXT_BYTES - 1 && memcmp(stream_bytes(id), own, CLASS_TEXT_BYTES - 1) == 0) ||
	       compatibility_replaces(&instance->module, stream_bytes(id), stream_size(id));
}

static bool restore(struct vst3_instance *instance)
{
	struct stream *const *parts = instance->collected;
	if (!instance->component || !parts[STATE_ID] || !parts[STATE_COMPONENT] || !parts[STATE_CONTROLLER])
		return false;
	if (!is_fitting_id(instance, parts[STATE_ID])) {
		log_text("VST3: the state given to \"%s\" belongs to another plugin: %.*s", instance->module.name,
		    (int)stream_size(parts[STATE_ID]), (const char *)stream_bytes(parts[STATE_ID]));
		return false;
	}
	return state_apply(instance, parts[STATE_COMPONENT], parts[STATE_CONTROLLER]);
}

int32_t plugin_state_restore(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	const bool restored = restore(instance);
	release_all(instance->collected);
	return restored ? PLUGIN_OK : PLUGIN_ERROR;
}
