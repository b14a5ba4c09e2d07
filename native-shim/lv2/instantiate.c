/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads the plugin's library and instantiates it, with an error sentence for each possible failure. */
#include <dlfcn.h>
#include <locale.h>
#include <string.h>

#include "instance.h"

/* True if the library contains the plugin, or creates its descriptors in a way that only lilv's call supports
   (lv2_lib_descriptor). */
static bool library_has(void *library, const char *uri)
{
	LV2_Descriptor_Function descriptor = (LV2_Descriptor_Function)dlsym(library, "lv2_descriptor");
	if (!descriptor)
		return dlsym(library, "lv2_lib_descriptor") != NULL;
	for (uint32_t i = 0;; i++) {
		const LV2_Descriptor *candidate = descriptor(i);
		if (!candidate)
			return false;
		if (candidate->URI && strcmp(candidate->URI, uri) == 0)
			return true;
	}
}

/* lilv does not report why a library cannot be loaded, so it is loaded here first; lilv then gets the same one. */
static void *load_library(struct lv2_instance *instance, const struct message *message)
{
	const LilvNode *binary = lilv_plugin_get_library_uri(instance->subject.plugin);
	char *path = binary ? lilv_node_get_path(binary, NULL) : NULL;
	if (!path) {
		message_set(message, "Failed to instantiate %s: its data names no binary; reinstall the plugin", instance->uri);
		return NULL;
	}
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		message_set(message,
		    "Failed to instantiate %s: cannot load %s: %s; install what is missing or reinstall the plugin",
		    instance->uri, path, dlerror());
	} else if (!library_has(library, instance->uri)) {
		message_set(
		    message, "Failed to instantiate %s: %s does not contain it; reinstall the plugin", instance->uri, path);
		dlclose(library);
		library = NULL;
	}
	lilv_free(path);
	return library;
}

/* Extension data as a typed pointer. lilv returns NULL if extension_data() is missing. */
static const void *extension(const struct lv2_instance *instance, const char *uri)
{
	return lilv_instance_get_extension_data(instance->lilv, uri);
}

static void adopt(struct lv2_instance *instance)
{
	const LV2_Descriptor *descriptor = lilv_instance_get_descriptor(instance->lilv);
	instance->audio.handle = lilv_instance_get_handle(instance->lilv);
	instance->audio.run = descriptor->run;
	instance->audio.connect_port = descriptor->connect_port;

	const LV2_State_Interface *state = extension(instance, LV2_STATE__interface);
	if (state && (state->save || state->restore))
		instance->state = state;

	const struct midnam_interface *midnam = extension(instance, MIDNAM_INTERFACE);
	if (midnam && midnam->midnam)
		instance->midnam = midnam;

	const LV2_Worker_Interface *interface = extension(instance, LV2_WORKER__interface);
	if (interface && interface->work) {
		worker_attach(instance->worker, interface, instance->audio.handle);
		instance->audio.worker = instance->worker;
	}
}

bool instance_instantiate(struct lv2_instance *instance, const struct message *message)
{
	void *library = load_library(instance, message);
	if (!library)
		return false;
	instance->lilv = lilv_plugin_instantiate(instance->subject.plugin, instance->sample_rate, instance->features.list);
	/* Plugins that contain toolkits call setlocale(LC_ALL, ""), which may set decimal commas. */
	setlocale(LC_NUMERIC, "C");
	dlclose(library);
	if (!instance->lilv)
		return message_set(message,
		    "Failed to instantiate %s: the plugin refused (sample rate %g Hz, blocks of up to %u frames); its own "
		    "messages on "
		    "stderr may say why",
		    instance->uri, instance->sample_rate, instance->frames_max);
	adopt(instance);
	return true;
}
