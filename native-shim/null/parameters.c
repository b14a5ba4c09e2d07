/* SPDX-License-Identifier: BSD-2-Clause */
/* The null plugin has no parameters. */
#include "plugin.h"

int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter)
{
	(void)plugin;
	(void)index;
	(void)parameter;
	return PLUGIN_ERROR;
}

int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value)
{
	(void)plugin;
	(void)index;
	(void)value;
	return PLUGIN_ERROR;
}
