/* SPDX-License-Identifier: BSD-2-Clause */
/* Offline rendering: nothing to wait for. */
#include "plugin.h"

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	(void)plugin, (void)ms;
	return 0;
}
