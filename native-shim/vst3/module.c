/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads a module: dlopen, ModuleEntry, GetPluginFactory. */
#include "module.h"

#include <dlfcn.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "factory.h"

#define CLASSES_ROOM 256

void restore_locale(void)
{
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	if (numeric && strcmp(numeric, "C") != 0)
		setlocale(LC_NUMERIC, "C");
}

static bool enter(struct module *module, const struct message *message)
{
	vst3_module_entry entry;
	*(void **)&entry = dlsym(module->library, "ModuleEntry");
	if (entry && !entry(module->library))
		return message_set(message, "Failed to load VST3 module \"%s\": its ModuleEntry failed", module->path);
	module->entered = true;
	return true;
}

static void pass_host_context(struct v3_plugin_factory **factory, struct v3_funknown **host_context)
{
	struct v3_plugin_factory_3 **factory3 = NULL;
	(*factory)->query_interface(factory, v3_plugin_factory_3_iid, (void **)&factory3);
	if (!factory3)
		return;
	(*factory3)->set_host_context(factory3, host_context);
	(*factory3)->unref(factory3);
}

/* The error from dlopen: the missing library's name, or what is wrong with this one. */
static const char *load_error(const char *path)
{
	const char *error = dlerror();
	const size_t length = strlen(path);
	const bool repeats = strncmp(error, path, length) == 0 && strncmp(error + length, ": ", 2) == 0;
	return repeats ? error + length + 2 : error;
}

bool module_open(
    struct module *module, const char *path, struct v3_funknown **host_context, const struct message *message)
{
	module->path = bundle_find_binary(path, message);
	if (!module->path)
		return false;
	module->library = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
	restore_locale();
	if (!module->library)
		return message_set(message, "Failed to load VST3 module \"%s\": %s", module->path, load_error(module->path));

	vst3_get_plugin_factory get_factory;
	*(void **)&get_factory = dlsym(module->library, "GetPluginFactory");
	if (!get_factory)
		return message_set(message, "Failed to find GetPluginFactory: \"%s\" is not a VST3 plugin", module->path);
	if (!enter(module, message))
		return false;
	module->factory = get_factory();
	restore_locale();
	if (!module->factory)
		return message_set(message, "GetPluginFactory returned null: \"%s\" offers no plugins", module->path);
	pass_host_context(module->factory, host_context);
	return true;
}

static void append_class(char *list, const v3_tuid class_id)
{
	const size_t used = strlen(list);
	if (used + 64 > CLASSES_ROOM)
		return;
	char digits[CLASS_DIGITS_BYTES];
	class_id_digits(class_id, digits);
	sprintf(list + used, "%s%s", used ? ", " : "", digits);
}

bool module_choose_class(struct module *module, const struct bundle_spec *spec, const struct message *message)
{
	struct v3_plugin_factory **factory = module->factory;
	char audio_classes[CLASSES_ROOM] = "";
	const int32_t count = (*factory)->num_classes(factory);
	bool read = count == 0;
	for (int32_t i = 0; i < count; i++) {
		struct factory_class info;
		if (!factory_read_class(factory, i, &info))
			continue;
		read = true;
		if (strcmp(info.category, VST3_AUDIO_CLASS) != 0)
			continue;
		append_class(audio_classes, info.class_id);
		if (spec->has_class && !v3_tuid_match(info.class_id, spec->class_id))
			continue;
		memcpy(module->class_id, info.class_id, sizeof(v3_tuid));
		text_copy(module->name, sizeof(module->name), info.name, sizeof(info.name));
		return true;
	}
	if (!read)
		return message_set(
		    message, "Failed to get class info: \"%s\" describes none of its %d classes", module->path, count);
	if (!audio_classes[0])
		return message_set(message, "No plugin classes found: \"%s\" has no class of category \"%s\" among its %d",
		    module->path, VST3_AUDIO_CLASS, count);
	return message_set(
	    message, "No plugin classes found: \"%s\" has no such class; it has %s", module->path, audio_classes);
}

void module_close(struct module *module)
{
	if (module->factory)
		(*module->factory)->unref(module->factory);
	if (module->entered) {
		vst3_module_exit leave;
		*(void **)&leave = dlsym(module->library, "ModuleExit");
		if (leave)
			leave();
	}
	if (module->library)
		dlclose(module->library);
	free(module->path);
	*module = (struct module){0};
}
