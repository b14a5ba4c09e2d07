/* SPDX-License-Identifier: BSD-2-Clause */
/* The folder for a plugin's files. LV2 has no list of the files that a state refers to. All [main-thread]. */
#include "instance.h"

int32_t plugin_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared)
{
	(void)is_shared; /* each plugin makes its own folders in it */
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	return paths_set_resources(&instance->paths, path) ? PLUGIN_OK : PLUGIN_ERROR;
}

int32_t plugin_collect_resources(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_resource_files(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	(void)plugin;
	(void)number;
	(void)file;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_files(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	(void)plugin;
	(void)number;
	(void)file;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_file_set(struct plugin *plugin, uint32_t index, const char *path)
{
	(void)plugin;
	(void)index;
	(void)path;
	return PLUGIN_NOT_SUPPORTED;
}
