/* SPDX-License-Identifier: BSD-2-Clause */
/* Value texts: the null plugin has no parameters. */
#include "plugin.h"

int32_t plugin_parameter_text(struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity)
{
	(void)plugin, (void)index, (void)value, (void)text, (void)capacity;
	return -1;
}

int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value)
{
	(void)plugin, (void)index, (void)text, (void)value;
	return -1;
}

int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value)
{
	(void)plugin, (void)index, (void)number, (void)value;
	return PLUGIN_NOT_SUPPORTED;
}
