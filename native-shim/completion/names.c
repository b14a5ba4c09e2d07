/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that are known without looking at any plugin. The files are described in ts/cli/completion/known-names.ts. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "completion.h"

enum { FORMATS = 3 };

static const char *const formats[FORMATS] = {"clap", "vst3", "lv2"};
static const struct slice nothing = {NULL, 0};

/* A file in the user's cache folder. */
static struct slice cached(const char *kind)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	char path[PATH_MAX];
	int length = -1;
	if (cache != NULL && cache[0] == '/')
		length = snprintf(path, sizeof path, "%s/maolan-plugin-host/names-%s.txt", cache, kind);
	else if (home != NULL)
		length = snprintf(path, sizeof path, "%s/.cache/maolan-plugin-host/names-%s.txt", home, kind);
	return length > 0 && (size_t)length < sizeof path ? text_of_file(path) : nothing;
}

/* What follows the format that a name begins with; NULL if it begins with another one, or none. */
static const char *behind_format(const char *typed, const char *format)
{
	const size_t length = strlen(format);
	return strncasecmp(typed, format, length) == 0 && typed[length] == ':' ? typed + length + 1 : NULL;
}

static bool names_a_format(const char *typed)
{
	for (int i = 0; i < FORMATS; i++)
		if (behind_format(typed, formats[i]) != NULL)
			return true;
	return false;
}

void offer_plugins(const char *current)
{
	const bool has_format = names_a_format(current);
	for (int i = 0; i < FORMATS; i++) {
		char before[8];
		snprintf(before, sizeof before, "%s:", formats[i]);
		if (!has_format)
			offer(current, "", (struct slice){before, strlen(before)}, "");
		else if (behind_format(current, formats[i]) == NULL)
			continue;
		struct slice text = cached(formats[i]);
		for (struct slice line = text_line(&text); line.start != NULL; line = text_line(&text))
			for (struct slice name = text_field(&line); name.start != NULL; name = text_field(&line))
				offer(current, has_format ? before : "", name, "");
	}
}

/* The lines about the first plugin of this format that is called so and was opened; else nothing. */
static struct slice lines_inside(const char *name, const char *format, struct slice opened)
{
	while (opened.start != NULL) {
		struct slice line = text_line(&opened);
		if (!slice_is(text_field(&line), "plugin") || !slice_is(text_field(&line), format))
			continue;
		const struct slice id = text_field(&line);
		if (slice_is(id, name) || slice_resembles(text_field(&line), name))
			return opened;
	}
	return nothing;
}

void offer_inside(const char *current, const char *plugin, enum inside what)
{
	if (plugin == NULL)
		return;
	const struct slice opened = cached("opened");
	const bool has_format = names_a_format(plugin);
	struct slice lines = nothing;
	for (int i = 0; i < FORMATS && lines.start == NULL; i++) {
		const char *name = has_format ? behind_format(plugin, formats[i]) : plugin;
		if (name != NULL)
			lines = lines_inside(name, formats[i], opened);
	}
	for (struct slice line = text_line(&lines); line.start != NULL; line = text_line(&lines)) {
		const struct slice kind = text_field(&line);
		if (slice_is(kind, "plugin"))
			break;
		if (slice_is(kind, what == INSIDE_PRESETS ? "preset" : "parameter"))
			offer(current, "", line, what == INSIDE_PRESETS ? "" : "=");
	}
}
