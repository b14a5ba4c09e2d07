/* SPDX-License-Identifier: BSD-2-Clause */
/* The null plugin has no editor. */
#include <stdio.h>

#include "plugin.h"

int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes)
{
	(void)plugin;
	(void)options;
	snprintf(error, error_bytes, "the null plugin has no editor");
	return PLUGIN_NOT_SUPPORTED;
}

void plugin_editor_hide(struct plugin *plugin)
{
	(void)plugin;
}

int32_t plugin_editor_is_shown(const struct plugin *plugin)
{
	(void)plugin;
	return 0;
}

void plugin_editor_close(struct plugin *plugin)
{
	(void)plugin;
}

int32_t plugin_has_editor(struct plugin *plugin)
{
	(void)plugin;
	return 0;
}
