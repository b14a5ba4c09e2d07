/* SPDX-License-Identifier: BSD-2-Clause */
/* The null plugin has no state: saving gives no items, and restoring accepts none. */
#include "plugin.h"

int32_t plugin_state_save(struct plugin *plugin)
{
	(void)plugin;
	return 0;
}

int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item)
{
	(void)plugin;
	(void)index;
	(void)item;
	return PLUGIN_ERROR;
}

int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags)
{
	(void)plugin;
	(void)key;
	(void)key_bytes;
	(void)type;
	(void)type_bytes;
	(void)value;
	(void)value_bytes;
	(void)flags;
	return PLUGIN_NOT_SUPPORTED;
}

int32_t plugin_state_restore(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_NOT_SUPPORTED;
}
