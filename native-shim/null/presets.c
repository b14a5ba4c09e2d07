/* SPDX-License-Identifier: BSD-2-Clause */
/* No presets. */
#include "plugin.h"

int32_t plugin_programs(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_program(struct plugin *plugin, uint32_t index, struct plugin_program *program)
{
	(void)plugin, (void)index, (void)program;
	return PLUGIN_ERROR;
}

int32_t plugin_program_choose(struct plugin *plugin, uint32_t index)
{
	(void)plugin, (void)index;
	return PLUGIN_ERROR;
}

int32_t plugin_preset_load(struct plugin *plugin, uint32_t is_file, const char *location, const char *load_key,
    char *error, uint32_t error_bytes)
{
	(void)plugin, (void)is_file, (void)location, (void)load_key, (void)error, (void)error_bytes;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_preset_save(struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes)
{
	(void)plugin, (void)path, (void)name, (void)error, (void)error_bytes;
	return PLUGIN_NOT_SUPPORTED;
}
