/*
 * Commands beyond those of driver.h:
 *
 *   note-names | files | set-file INDEX PATH | resource-directory PATH
 *   plugin-rest (the audio thread rests)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

const bool idles_meanwhile = true; /* the first block waits until the plugin is activated for its length */

static void note_names(void)
{
	struct plugin_note_name name;
	const int32_t count = plugin_note_names(plugin);
	printf("note-names %d\n", count);
	for (int32_t i = 0; i < count; i++)
		if (plugin_note_name(plugin, (uint32_t)i, &name) == PLUGIN_OK)
			printf("note-name %u %s\n", name.note, name.name);
}

static void files(void)
{
	struct plugin_file file;
	const int32_t count = plugin_files(plugin);
	printf("files %d\n", count);
	for (int32_t i = 0; i < count; i++)
		if (plugin_file(plugin, (uint32_t)i, &file) == PLUGIN_OK)
			printf("file %u %s\n", file.index, file.path);
}

bool format_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "note-names"))
		note_names();
	else if (!strcmp(name, "files"))
		files();
	else if (!strcmp(name, "set-file"))
		printf("set-file %d\n", plugin_file_set(plugin, (uint32_t)strtoul(words[1], NULL, 10), words[2]));
	else if (!strcmp(name, "resource-directory"))
		printf("resource-directory %d\n", plugin_set_resource_directory(plugin, words[1], 1));
	else if (!strcmp(name, "plugin-rest"))
		rest_plugin();
	else
		return false;
	return true;
}
