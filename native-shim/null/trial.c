/* SPDX-License-Identifier: BSD-2-Clause */
/* The null plugin has no trials. All [main-thread]. */
#include "plugin.h"

int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes)
{
	(void)plugin, (void)trial;
	if (answer_bytes > 0)
		answer[0] = '\0';
	return PLUGIN_NOT_SUPPORTED;
}
