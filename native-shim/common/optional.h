/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The functions of plugin.h that only some formats implement. Each format's optional.c is a table of those;
 * common/optional.c answers for the others. None of them is called on the audio thread. They have the same names as in
 * plugin.h.
 */
#ifndef MAOLAN_COMMON_OPTIONAL_H
#define MAOLAN_COMMON_OPTIONAL_H

#include "plugin.h"

/* NULL: the format does not support it (PLUGIN_NOT_SUPPORTED). Functions that count are set together with those that
   list. */
struct plugin_optional {
	int32_t (*property)(struct plugin *plugin, uint32_t index, struct plugin_property *property);
	int32_t (*property_set)(struct plugin *plugin, uint32_t index, const char *value);

	int32_t (*programs)(struct plugin *plugin);
	int32_t (*program)(struct plugin *plugin, uint32_t index, struct plugin_program *program);
	int32_t (*program_choose)(struct plugin *plugin, uint32_t index);
	int32_t (*preset_load)(struct plugin *plugin, uint32_t is_file, const char *location, const char *load_key,
	    char *error, uint32_t error_bytes);
	int32_t (*preset_save)(
	    struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes);
	void (*state_context)(struct plugin *plugin, uint32_t context);

	int32_t (*note_names)(struct plugin *plugin);
	int32_t (*note_name)(struct plugin *plugin, uint32_t index, struct plugin_note_name *name);

	int32_t (*note_expressions)(struct plugin *plugin, uint32_t port, uint32_t channel);
	int32_t (*note_expression)(struct plugin *plugin, uint32_t port, uint32_t channel, uint32_t index,
	    struct plugin_note_expression *expression);
	int32_t (*route)(struct plugin *plugin, uint32_t index, struct plugin_route *route);
	int32_t (*replaces)(struct plugin *plugin, const char *id);
	int32_t (*remap_parameter)(struct plugin *plugin, const char *id, uint32_t parameter_id);

	int32_t (*set_resource_directory)(struct plugin *plugin, const char *path, uint32_t is_shared);
	int32_t (*collect_resources)(struct plugin *plugin);
	int32_t (*resource_files)(struct plugin *plugin);
	int32_t (*resource_file)(struct plugin *plugin, uint32_t number, struct plugin_file *file);
	int32_t (*files)(struct plugin *plugin);
	int32_t (*file)(struct plugin *plugin, uint32_t number, struct plugin_file *file);
	int32_t (*file_set)(struct plugin *plugin, uint32_t index, const char *path);
};

/* The table of this library's format. */
extern const struct plugin_optional plugin_optional;

#endif
