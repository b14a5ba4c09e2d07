/* SPDX-License-Identifier: BSD-2-Clause */
/* There are no files with null plugins. */
#include "message.h"
#include "plugin.h"

int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes)
{
	(void)details;
	(void)fd;
	message_set(&(struct message){error, error_bytes}, "The null plugin is in no file: there is nothing in %s", path);
	return PLUGIN_ERROR;
}
