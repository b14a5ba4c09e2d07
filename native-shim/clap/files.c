/* The files that a plugin refers to, and where it is to keep its own. All [main-thread]. */
#include <string.h>

#include "instance.h"

/* A plugin that does not know resource directories has no use for one: that is no error. The folder may serve several
   plugins, so it is announced as shared: then the plugin takes a folder of its own in it. */
int32_t plugin_set_resource_directory(struct plugin *plugin, const char *path)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	if (path[0] != '/')
		return PLUGIN_ERROR;
	if (instance->resource_directory)
		instance->resource_directory->set_directory(instance->audio.plugin, path, true);
	return PLUGIN_OK;
}

int32_t plugin_files(struct plugin *plugin)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	uint32_t count;
	if (instance->files)
		count = instance->files->count(instance->audio.plugin);
	else if (instance->maolan_files)
		count = instance->maolan_files->count(instance->audio.plugin);
	else
		return PLUGIN_NOT_SUPPORTED;
	return count < INT32_MAX ? (int32_t)count : INT32_MAX;
}

/* A path that does not fit is none. */
static bool read_reference(const struct clap_instance *instance, uint32_t number, struct plugin_file *file)
{
	struct clap_file_reference reference = {.path_capacity = sizeof(file->path), .path = file->path};
	if (!instance->files->get(instance->audio.plugin, number, &reference) ||
	    strnlen(file->path, sizeof(file->path)) == sizeof(file->path) || reference.path_size > sizeof(file->path))
		return false;
	file->index = reference.resource_id;
	return true;
}

static bool read_maolan_file(const struct clap_instance *instance, uint32_t number, struct plugin_file *file)
{
	file->index = number;
	return instance->maolan_files->get(instance->audio.plugin, number, file->path, sizeof(file->path)) &&
	       strnlen(file->path, sizeof(file->path)) < sizeof(file->path);
}

int32_t plugin_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t count = plugin_files(plugin);
	if (count < 0 || number >= (uint32_t)count)
		return count == PLUGIN_NOT_SUPPORTED ? PLUGIN_NOT_SUPPORTED : PLUGIN_ERROR;
	memset(file, 0, sizeof(*file));
	const bool read =
	    instance->files ? read_reference(instance, number, file) : read_maolan_file(instance, number, file);
	return read ? PLUGIN_OK : PLUGIN_ERROR;
}

static bool has_file(struct plugin *plugin, int32_t count, uint32_t index)
{
	struct plugin_file file;
	for (uint32_t number = 0; number < (uint32_t)count; number++)
		if (plugin_file(plugin, number, &file) == PLUGIN_OK && file.index == index)
			return true;
	return false;
}

int32_t plugin_file_set(struct plugin *plugin, uint32_t index, const char *path)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t count = plugin_files(plugin);
	if (count < 0)
		return count;
	if (!has_file(plugin, count, index))
		return PLUGIN_ERROR;
	const bool moved = instance->files ? instance->files->update_path(instance->audio.plugin, index, path)
	                                   : instance->maolan_files->update_path(instance->audio.plugin, index, path);
	return moved ? PLUGIN_OK : PLUGIN_ERROR;
}
