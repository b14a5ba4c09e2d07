/* SPDX-License-Identifier: BSD-2-Clause */
/* The functions of plugin.h that a format may omit. */
#include "optional.h"

int32_t plugin_property(struct plugin *plugin, uint32_t index, struct plugin_property *property)
{
	return plugin_optional.property ? plugin_optional.property(plugin, index, property) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_property_set(struct plugin *plugin, uint32_t index, const char *value)
{
	return plugin_optional.property_set ? plugin_optional.property_set(plugin, index, value) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_programs(struct plugin *plugin)
{
	return plugin_optional.programs ? plugin_optional.programs(plugin) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_program(struct plugin *plugin, uint32_t index, struct plugin_program *program)
{
	return plugin_optional.program ? plugin_optional.program(plugin, index, program) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_program_choose(struct plugin *plugin, uint32_t index)
{
	return plugin_optional.program_choose ? plugin_optional.program_choose(plugin, index) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_preset_load(struct plugin *plugin, uint32_t is_file, const char *location, const char *load_key,
    char *error, uint32_t error_bytes)
{
	return plugin_optional.preset_load
	           ? plugin_optional.preset_load(plugin, is_file, location, load_key, error, error_bytes)
	           : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_preset_save(struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes)
{
	return plugin_optional.preset_save ? plugin_optional.preset_save(plugin, path, name, error, error_bytes)
	                                   : PLUGIN_NOT_SUPPORTED;
}

void plugin_state_context(struct plugin *plugin, uint32_t context)
{
	if (plugin_optional.state_context)
		plugin_optional.state_context(plugin, context);
}

int32_t plugin_note_names(struct plugin *plugin)
{
	return plugin_optional.note_names ? plugin_optional.note_names(plugin) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name)
{
	return plugin_optional.note_name ? plugin_optional.note_name(plugin, index, name) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_note_expressions(struct plugin *plugin, uint32_t port, uint32_t channel)
{
	return plugin_optional.note_expressions ? plugin_optional.note_expressions(plugin, port, channel)
	                                        : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_note_expression(
    struct plugin *plugin, uint32_t port, uint32_t channel, uint32_t index, struct plugin_note_expression *expression)
{
	return plugin_optional.note_expression ? plugin_optional.note_expression(plugin, port, channel, index, expression)
	                                       : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_route(struct plugin *plugin, uint32_t index, struct plugin_route *route)
{
	return plugin_optional.route ? plugin_optional.route(plugin, index, route) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_replaces(struct plugin *plugin, const char *id)
{
	return plugin_optional.replaces ? plugin_optional.replaces(plugin, id) : 0;
}

int32_t plugin_remap_parameter(struct plugin *plugin, const char *id, uint32_t parameter_id)
{
	return plugin_optional.remap_parameter ? plugin_optional.remap_parameter(plugin, id, parameter_id) : PLUGIN_ERROR;
}

int32_t plugin_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared)
{
	return plugin_optional.set_resource_directory ? plugin_optional.set_resource_directory(plugin, path, is_shared)
	                                              : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_collect_resources(struct plugin *plugin)
{
	return plugin_optional.collect_resources ? plugin_optional.collect_resources(plugin) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_resource_files(struct plugin *plugin)
{
	return plugin_optional.resource_files ? plugin_optional.resource_files(plugin) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	return plugin_optional.resource_file ? plugin_optional.resource_file(plugin, number, file) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_files(struct plugin *plugin)
{
	return plugin_optional.files ? plugin_optional.files(plugin) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_file(struct plugin *plugin, uint32_t number, struct plugin_file *file)
{
	return plugin_optional.file ? plugin_optional.file(plugin, number, file) : PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_file_set(struct plugin *plugin, uint32_t index, const char *path)
{
	return plugin_optional.file_set ? plugin_optional.file_set(plugin, index, path) : PLUGIN_NOT_SUPPORTED;
}
