/* SPDX-License-Identifier: BSD-2-Clause */
/* Note names. All [main-thread]. */
#include <stdlib.h>

#include "instance.h"

int32_t lv2_note_names(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	instance->note_name_count = 0;
	if (!instance->midnam)
		return PLUGIN_NOT_SUPPORTED;
	if (!instance->note_names)
		instance->note_names = calloc(MIDNAM_NOTES, sizeof(*instance->note_names));
	char *document = instance->note_names ? instance->midnam->midnam(instance->audio.handle) : NULL;
	if (!document)
		return PLUGIN_ERROR;
	instance->note_name_count = midnam_read(document, instance->note_names);
	if (instance->midnam->free)
		instance->midnam->free(document);
	return (int32_t)instance->note_name_count;
}

int32_t lv2_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (index >= instance->note_name_count)
		return PLUGIN_ERROR;
	*name = instance->note_names[index];
	return PLUGIN_OK;
}
