/* SPDX-License-Identifier: BSD-2-Clause */
/* There are no notes to name. */
#include "plugin.h"

int32_t plugin_note_names(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name)
{
	(void)plugin;
	(void)index;
	(void)name;
	return PLUGIN_NOT_SUPPORTED;
}
