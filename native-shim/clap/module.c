/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads a CLAP file: dlopen, clap_entry.init, the plugin factory (entry.h, plugin-factory.h). */
#include "module.h"

#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define IDS_ROOM 256

void restore_locale(void)
{
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	if (numeric && strcmp(numeric, "C") != 0)
		setlocale(LC_NUMERIC, "C");
}

/* Some plugins are a folder NAME.clap, with the shared object NAME.clap among its files. */
static char *find_binary(const char *path, const struct message *message)
{
	char *binary = realpath(path, NULL); /* absolute, or dlopen would search for it */
	struct stat status;
	if (binary && stat(binary, &status) == 0 && S_ISDIR(status.st_mode)) {
		char *folder = binary;
		if (asprintf(&binary, "%s%s", folder, strrchr(folder, '/')) < 0)
			binary = NULL;
		free(folder);
	}
	if (binary && stat(binary, &status) == 0) {
		if (S_ISREG(status.st_mode))
			return binary;
		errno = EISDIR;
	}
	message_set(message, "CLAP plugin not found at \"%s\": %s", binary ? binary : path, strerror(errno));
	free(binary);
	return NULL;
}

/* The error from dlopen: the missing library's name, or what is wrong with this one. */
static const char *load_error(const char *path)
{
	const char *error = dlerror();
	const size_t length = strlen(path);
	const bool repeats = strncmp(error, path, length) == 0 && strncmp(error + length, ": ", 2) == 0;
	return repeats ? error + length + 2 : error;
}

static bool enter(struct module *module, const struct message *message)
{
	const clap_plugin_entry_t *entry = dlsym(module->library, "clap_entry");
	if (!entry)
		return message_set(message, "Failed to find clap_entry: \"%s\" is not a CLAP plugin", module->path);
	const struct clap_version version = entry->clap_version;
	if (!clap_version_is_compatible(version))
		return message_set(message,
		    "Failed to load CLAP plugin \"%s\": it is of CLAP %u.%u.%u, from before the first release; a newer build "
		    "of "
		    "it is needed",
		    module->path, version.major, version.minor, version.revision);
	if (!entry->init || !entry->get_factory)
		return message_set(message, "Failed to load CLAP plugin \"%s\": its clap_entry lacks functions", module->path);
	const bool entered = entry->init(module->path);
	restore_locale();
	if (!entered)
		return message_set(message, "Failed to load CLAP plugin \"%s\": its clap_entry.init failed", module->path);
	module->entry = entry;
	return true;
}

bool module_open(struct module *module, const char *path, const struct message *message)
{
	module->path = find_binary(path, message);
	if (!module->path)
		return false;
	module->library = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
	restore_locale();
	if (!module->library)
		return message_set(message, "Failed to load CLAP plugin \"%s\": %s", module->path, load_error(module->path));
	if (!enter(module, message))
		return false;
	const clap_plugin_factory_t *factory = module->entry->get_factory(CLAP_PLUGIN_FACTORY_ID);
	if (!factory || !factory->get_plugin_count || !factory->get_plugin_descriptor || !factory->create_plugin)
		return message_set(message, "No plugins found: \"%s\" has no %s", module->path, CLAP_PLUGIN_FACTORY_ID);
	module->factory = factory;
	return true;
}

uint32_t module_count(const struct module *module)
{
	return module->factory->get_plugin_count(module->factory);
}

const clap_plugin_descriptor_t *module_descriptor(const struct module *module, uint32_t index)
{
	const clap_plugin_descriptor_t *descriptor = module->factory->get_plugin_descriptor(module->factory, index);
	const bool usable =
	    descriptor && clap_version_is_compatible(descriptor->clap_version) && descriptor->id && descriptor->id[0];
	return usable ? descriptor : NULL;
}

static void append_id(char *list, const char *id)
{
	const size_t used = strlen(list);
	if (used + strlen(id) + sizeof(", ...") < IDS_ROOM)
		sprintf(list + used, "%s%s", used ? ", " : "", id);
	else if (used + sizeof(", ...") < IDS_ROOM && !strstr(list, ", ..."))
		sprintf(list + used, ", ...");
}

const clap_plugin_descriptor_t *module_choose(
    const struct module *module, const char *id, const struct message *message)
{
	char ids[IDS_ROOM] = "";
	const uint32_t count = module_count(module);
	for (uint32_t i = 0; i < count; i++) {
		const clap_plugin_descriptor_t *descriptor = module_descriptor(module, i);
		if (!descriptor)
			continue;
		if (!id || strcmp(descriptor->id, id) == 0)
			return descriptor;
		append_id(ids, descriptor->id);
	}
	if (!ids[0])
		message_set(message, "No plugins found: \"%s\" describes none of its %u plugins", module->path, count);
	else
		message_set(message, "Plugin not found: \"%s\" has no plugin \"%s\"; it has %s", module->path, id, ids);
	return NULL;
}

void module_close(struct module *module)
{
	if (module->entry && module->entry->deinit)
		module->entry->deinit();
	if (module->library)
		dlclose(module->library);
	free(module->path);
	*module = (struct module){0};
}
