/* SPDX-License-Identifier: BSD-2-Clause */
/* Note names through clap.note-name. All [main-thread]. */
#include <stdlib.h>

#include "instance.h"

#define NOTES 128u

/* The DAW has one name per note: if they differ by port or channel, the plugin's first one counts. Names for all notes
   at once are ignored. */
static void read_name(struct clap_instance *instance, uint32_t number, bool *named)
{
	struct clap_note_name name = {.key = -1};
	if (!instance->note_name->get(instance->audio.plugin, number, &name) || name.key < 0 || name.key >= (int)NOTES ||
	    named[name.key])
		return;
	named[name.key] = true;
	struct plugin_note_name *kept = &instance->note_names[instance->note_name_count++];
	kept->note = (uint32_t)name.key;
	text_copy(kept->name, sizeof(kept->name), name.name, sizeof(name.name));
}

int32_t clap_note_names(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	bool named[NOTES] = {false};
	if (!instance->note_name)
		return PLUGIN_NOT_SUPPORTED;
	if (!instance->note_names)
		instance->note_names = calloc(NOTES, sizeof(*instance->note_names));
	if (!instance->note_names)
		return PLUGIN_ERROR;
	instance->note_name_count = 0;
	const uint32_t count = instance->note_name->count(instance->audio.plugin);
	for (uint32_t i = 0; i < count; i++)
		read_name(instance, i, named);
	return (int32_t)instance->note_name_count;
}

int32_t clap_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	if (index >= instance->note_name_count)
		return PLUGIN_ERROR;
	*name = instance->note_names[index];
	return PLUGIN_OK;
}
