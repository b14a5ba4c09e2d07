/* SPDX-License-Identifier: BSD-2-Clause */
/* The folder for a plugin's files. LV2 has no list of the files that a state refers to. All [main-thread]. */
#include "instance.h"

int32_t lv2_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared)
{
	(void)is_shared; /* each plugin makes its own folders in it */
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	return paths_set_resources(&instance->paths, path) ? PLUGIN_OK : PLUGIN_ERROR;
}
