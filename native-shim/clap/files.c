/* SPDX-License-Identifier: BSD-2-Clause */
/* The files that a plugin refers to, and the folder for its own. All [main-thread]. */
#include <stdlib.h>
#include <string.h>

#include "instance.h"

/* A plugin without support for resource directories does not need one, which is not an error. The path is kept: a
   plugin may request it later (clap_host_resource_directory). */
int32_t clap_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	char *copy = strdup(path);
	if (copy == NULL)
		return PLUGIN_ERROR;
	char **kept = &instance->directories[is_shared != 0];
	free(*kept);
	*kept = copy;
	if (instance->resource_directory != NULL && instance->resource_directory->set_directory != NULL)
		instance->resource_directory->set_directory(instance->audio.plugin, copy, is_shared != 0);
	return PLUGIN_OK;
}

/* The plugin requests a directory: it is granted if the DAW has set one of that kind, and passed on at once. */
static bool request_directory(const clap_host_t *host, bool is_shared)
{
	struct clap_instance *instance = host_instance(host);
	const char *path = instance->directories[is_shared];
	if (!host_is_main(host, "clap_host_resource_directory.request_directory") || path == NULL ||
	    instance->resource_directory == NULL || instance->resource_directory->set_directory == NULL)
		return false;
	instance->resource_directory->set_directory(instance->audio.plugin, path, is_shared);
	return true;
}

/* The directory belongs to the DAW's project. */
static void release_directory(const clap_host_t *host, bool is_shared)
{
	(void)is_shared;
	host_is_main(host, "clap_host_resource_directory.release_directory");
}

const struct clap_host_resource_directory host_resource_directory = {request_directory, release_directory};

int32_t clap_collect_resources(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	if (instance->resource_directory == NULL || instance->resource_directory->collect == NULL)
		return PLUGIN_NOT_SUPPORTED;
	instance->resource_directory->collect(instance->audio.plugin, false);
	return PLUGIN_OK;
}

int32_t clap_resource_files(struct plugin *plugin)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const struct clap_plugin_resource_directory *directory = instance->resource_directory;
	if (directory == NULL || directory->get_files_count == NULL || directory->get_file_path == NULL)
		return PLUGIN_NOT_SUPPORTED;
	const uint32_t count = directory->get_files_count(instance->audio.plugin);
	return count < INT32_MAX ? (int32_t)count : INT32_MAX;
}

int32_t clap_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t count = clap_resource_files(plugin);
	if (count < 0 || number >= (uint32_t)count)
		return PLUGIN_ERROR;
	memset(file, 0, sizeof(*file));
	file->index = number;
	/* The last byte stays NUL: the meaning of the result is not settled, and the plugin may not write one. */
	const int32_t result =
	    instance->resource_directory->get_file_path(instance->audio.plugin, number, file->path, sizeof(file->path) - 1);
	return result < 0 || file->path[0] == '\0' ? PLUGIN_ERROR : PLUGIN_OK;
}

int32_t clap_files(struct plugin *plugin)
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

/* A path that does not fit is discarded. */
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

int32_t clap_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t count = clap_files(plugin);
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
		if (clap_file(plugin, number, &file) == PLUGIN_OK && file.index == index)
			return true;
	return false;
}

int32_t clap_file_set(struct plugin *plugin, uint32_t index, const char *path)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t count = clap_files(plugin);
	if (count < 0)
		return count;
	if (!has_file(plugin, count, index))
		return PLUGIN_ERROR;
	const bool moved = instance->files ? instance->files->update_path(instance->audio.plugin, index, path)
	                                   : instance->maolan_files->update_path(instance->audio.plugin, index, path);
	return moved ? PLUGIN_OK : PLUGIN_ERROR;
}
