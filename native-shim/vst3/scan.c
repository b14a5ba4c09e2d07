/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists the audio classes of a module. Only an initialized component reports its channels, so each class is
 * instantiated once, without connecting, setting up or activating it. With details, each is also checked for an editor,
 * which is not shown.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "factory.h"
#include "instance.h"
#include "json.h"
#include "plugin.h"

#define CLASS_DIGITS_BYTES 33 /* 32 hexadecimal digits, NUL */

struct class_list {
	struct vst3_instance *instance;
	const char *path; /* as specified by the caller */
	struct json json;
	int32_t count;    /* classes written */
	bool first_taken; /* the class that `path` alone refers to has been listed */
	bool details;
};

static int64_t count_channels(struct v3_component **component, int32_t direction)
{
	int64_t channels = 0;
	const int32_t buses = (*component)->get_bus_count(component, V3_AUDIO, direction);
	for (int32_t i = 0; i < buses; i++) {
		struct v3_bus_info info = {0};
		if ((*component)->get_bus_info(component, V3_AUDIO, direction, i, &info) == V3_OK && info.channel_count > 0)
			channels += info.channel_count;
	}
	return channels;
}

/* Inputs that are not part of the main signal, as indices into all input channels. */
static void write_side_chain(struct json *json, struct v3_component **component)
{
	const int32_t buses = (*component)->get_bus_count(component, V3_AUDIO, V3_INPUT);
	int64_t channel = 0;
	json_open_array(json, "side_chain_inputs");
	for (int32_t bus = 0; bus < buses; bus++) {
		struct v3_bus_info info = {0};
		if ((*component)->get_bus_info(component, V3_AUDIO, V3_INPUT, bus, &info) != V3_OK)
			continue;
		for (int32_t i = 0; i < info.channel_count; i++, channel++)
			if (info.bus_type != V3_MAIN)
				json_integer(json, NULL, channel);
	}
	json_close_array(json);
}

/* The class's controller: the component itself, or a separate object, which is then initialized. */
static struct v3_edit_controller **open_controller(struct vst3_instance *instance, bool *separate)
{
	struct v3_component **component = instance->component;
	struct v3_plugin_factory **factory = instance->module.factory;
	struct v3_edit_controller **controller = NULL;
	v3_tuid class_id = {0};
	(*component)->query_interface(component, v3_edit_controller_iid, (void **)&controller);
	*separate = !controller;
	if (controller || (*component)->get_controller_class_id(component, class_id) != V3_OK)
		return controller;
	(*factory)->create_instance(factory, class_id, v3_edit_controller_iid, (void **)&controller);
	if (!controller || (*controller)->initialize(controller, host_context(instance)) == V3_OK)
		return controller;
	(*controller)->unref(controller);
	return NULL;
}

static bool has_editor(struct vst3_instance *instance)
{
	bool separate;
	struct v3_edit_controller **controller = open_controller(instance, &separate);
	if (!controller)
		return false;
	struct v3_plugin_view **view = (*controller)->create_view(controller, "editor");
	const bool shown = view && (*view)->is_platform_type_supported(view, V3_VIEW_PLATFORM_TYPE_X11) == V3_OK;
	if (view)
		(*view)->unref(view);
	if (separate)
		(*controller)->terminate(controller);
	(*controller)->unref(controller);
	return shown;
}

static bool write_class(struct class_list *list, const struct factory_class *info, bool first)
{
	const struct module *module = &list->instance->module;
	struct v3_component **component = list->instance->component;
	struct json *json = &list->json;
	char id[CLASS_DIGITS_BYTES], spec[4096 + CLASS_DIGITS_BYTES];
	class_id_digits(module->class_id, id);
	snprintf(spec, sizeof(spec), "%s%s%s", list->path, first ? "" : "#", first ? "" : id);
	json_open_object(json, NULL);
	json_integer(json, "audio_inputs", count_channels(component, V3_INPUT));
	json_integer(json, "audio_outputs", count_channels(component, V3_OUTPUT));
	/* as shown to users ("Fx|Dynamics"), else the class's category */
	json_text(json, "category", info->sub_categories[0] ? info->sub_categories : info->category, SIZE_MAX);
	if (list->details)
		json_boolean(json, "has_editor", has_editor(list->instance));
	json_boolean(json, "has_midi_input", (*component)->get_bus_count(component, V3_EVENT, V3_INPUT) > 0);
	json_boolean(json, "has_midi_output", (*component)->get_bus_count(component, V3_EVENT, V3_OUTPUT) > 0);
	json_text(json, "id", id, SIZE_MAX);
	json_text(json, "name", module->name, sizeof(module->name));
	json_text(json, "path", spec, SIZE_MAX);
	if (list->details)
		write_side_chain(json, component);
	json_text(json, "vendor", info->vendor, SIZE_MAX);
	json_text(json, "version", "", 0);
	json_close_object(json);
	list->count++;
	return json_end_line(json);
}

static bool open_component(struct vst3_instance *instance, const struct message *message)
{
	struct module *module = &instance->module;
	struct v3_component **component = NULL;
	v3_result result =
	    (*module->factory)->create_instance(module->factory, module->class_id, v3_component_iid, (void **)&component);
	if (result != V3_OK || !component)
		return message_set(message, "Failed to create plugin instance (result: %d): \"%s\" in \"%s\"", result,
		    module->name, module->path);
	result = (*component)->initialize(component, host_context(instance));
	if (result == V3_OK) {
		instance->component = component;
		return true;
	}
	(*component)->unref(component);
	return message_set(
	    message, "Failed to initialize component (result: %d): \"%s\" in \"%s\"", result, module->name, module->path);
}

/* Log the sentence about a class that failed, if there is one. */
static void log_failure(const struct message *message)
{
	if (message->text[0])
		fprintf(stderr, "error: %s\n", message->text);
	message->text[0] = '\0';
}

/* A class that fails leaves its sentence in message; the others are still listed. False if the output cannot be
   written. */
static bool scan_class(struct class_list *list, const struct factory_class *info, const struct message *message)
{
	struct vst3_instance *instance = list->instance;
	struct bundle_spec spec = {.has_class = true};
	memcpy(spec.class_id, info->class_id, sizeof(v3_tuid));
	const bool first = !list->first_taken;
	list->first_taken = true;
	log_failure(message);
	if (!module_choose_class(&instance->module, &spec, message) || !open_component(instance, message))
		return true;
	const bool written = write_class(list, info, first);
	instance_destroy(instance);
	if (!written)
		message_set(message, "The list of plugins cannot be written: %s", strerror(errno));
	return written;
}

static bool scan_module(struct class_list *list, const struct message *message)
{
	struct v3_plugin_factory **factory = list->instance->module.factory;
	const int32_t count = (*factory)->num_classes(factory);
	for (int32_t i = 0; i < count; i++) {
		struct factory_class info;
		if (!factory_read_class(factory, i, &info) || strcmp(info.category, VST3_AUDIO_CLASS) != 0)
			continue;
		if (!scan_class(list, &info, message))
			return false;
	}
	if (list->count > 0)
		log_failure(message);
	if (list->first_taken)
		return list->count > 0;
	return message_set(message, "No plugin classes found: \"%s\" has no class of category \"%s\" among its %d",
	    list->instance->module.path, VST3_AUDIO_CLASS, count);
}

int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	message_set(&message, "%s", "");
	struct class_list list = {.instance = calloc(1, sizeof(*list.instance)), .path = path, .details = details != 0};
	if (!list.instance) {
		message_set(&message, "Failed to scan \"%s\": out of memory", path);
		return PLUGIN_ERROR;
	}
	json_init(&list.json, fd);
	list.instance->main_thread = pthread_self();
	host_init(list.instance);
	handler_init(list.instance);
	const bool scanned = module_open(&list.instance->module, path, host_context(list.instance), &message) &&
	                     scan_module(&list, &message);
	module_close(&list.instance->module);
	free(list.instance);
	return scanned ? list.count : PLUGIN_ERROR;
}
