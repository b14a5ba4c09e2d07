/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings that are not numbers. CLAP has only numbers. All [main-thread]. */
#include "plugin.h"

int32_t plugin_property(struct plugin *plugin, uint32_t index, struct plugin_property *property)
{
	(void)plugin, (void)index, (void)property;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_property_set(struct plugin *plugin, uint32_t index, const char *value)
{
	(void)plugin, (void)index, (void)value;
	return PLUGIN_NOT_SUPPORTED;
}
