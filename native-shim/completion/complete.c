/* SPDX-License-Identifier: BSD-2-Clause */
/* What the word under the cursor can become. The table's lines are described in ts/cli/completion/table.ts. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "completion.h"

static const struct slice nothing = {NULL, 0};

/* As a shell has it: with quotes and backslashes, of which an open quote may be the last. */
static void unquote(char *word)
{
	char *to = word;
	for (const char *from = word; *from != '\0'; from++) {
		if (*from == '\\' && from[1] != '\0')
			*to++ = *++from;
		else if (*from != '"' && *from != '\'')
			*to++ = *from;
	}
	*to = '\0';
}

/* The rest of the first line with these fields, the text then begins after it. second NULL: one field. */
static struct slice find_line(struct slice *text, const char *first, const char *second)
{
	while (text->start != NULL) {
		struct slice line = text_line(text);
		if (slice_is(text_field(&line), first) && (second == NULL || slice_is(text_field(&line), second)))
			return line.start == NULL ? (struct slice){"", 0} : line;
	}
	return nothing;
}

static void offer_fields(const char *current, const char *before, struct slice line)
{
	while (line.start != NULL)
		offer(current, before, text_field(&line), "");
}

/* The next line of a verb of this kind. */
static struct slice next_line(struct slice *lines, const char *kind)
{
	while (lines->start != NULL) {
		struct slice line = text_line(lines);
		const struct slice found = text_field(&line);
		if (slice_is(found, "verb"))
			break;
		if (slice_is(found, kind))
			return line;
	}
	*lines = nothing;
	return nothing;
}

static bool is_named(struct slice names, const char *word)
{
	while (names.start != NULL) {
		const char *blank = memchr(names.start, ' ', names.length);
		const size_t length = blank == NULL ? names.length : (size_t)(blank - names.start);
		if (slice_is((struct slice){names.start, length}, word))
			return true;
		names = blank == NULL ? nothing : (struct slice){blank + 1, names.length - length - 1};
	}
	return false;
}

/* What an option's value is, with its choices behind it: the rest of the option's line. None if there is no such
 * option. */
static struct slice value_of_option(struct slice lines, const char *word)
{
	for (struct slice line = next_line(&lines, "option"); line.start != NULL; line = next_line(&lines, "option"))
		if (is_named(text_field(&line), word))
			return line;
	return nothing;
}

/* What a word that is not an option is. number: how many such words precede it. is_rest: whether it is one of any
 * number. */
static struct slice positional(struct slice lines, int number, bool *is_rest)
{
	const struct slice all = lines;
	struct slice line = nothing;
	for (int i = 0; i <= number; i++)
		line = next_line(&lines, "positional");
	*is_rest = line.start == NULL;
	lines = all;
	return *is_rest ? next_line(&lines, "rest") : line;
}

static bool begins_with(struct slice line, const char *kind)
{
	return slice_is(text_field(&line), kind);
}

static void offer_options(const char *current, struct slice lines)
{
	for (struct slice line = next_line(&lines, "option"); line.start != NULL; line = next_line(&lines, "option")) {
		struct slice names = text_field(&line);
		while (names.start != NULL) {
			const char *blank = memchr(names.start, ' ', names.length);
			const size_t length = blank == NULL ? names.length : (size_t)(blank - names.start);
			offer(current, "", (struct slice){names.start, length}, "");
			names = blank == NULL ? nothing : (struct slice){blank + 1, names.length - length - 1};
		}
	}
}

/* In a list with commas only the last word is open. */
static void offer_list(const char *current, struct slice choices)
{
	char before[NAME_MAX];
	const char *comma = strrchr(current, ',');
	const size_t length = comma == NULL ? 0 : (size_t)(comma + 1 - current);
	if (length >= sizeof before)
		return;
	memcpy(before, current, length);
	before[length] = '\0';
	offer_fields(current, before, choices);
}

/* value: its kind, and choices. plugin: the one that the line is about, NULL: none. */
static void offer_value(const char *current, struct slice value, const char *plugin)
{
	const struct slice kind = text_field(&value);
	if (slice_is(kind, "choice"))
		offer_fields(current, "", value);
	else if (slice_is(kind, "list"))
		offer_list(current, value);
	else if (slice_is(kind, "plugin"))
		offer_plugins(current);
	else if (slice_is(kind, "preset"))
		offer_inside(current, plugin, INSIDE_PRESETS);
	else if (slice_is(kind, "parameter"))
		offer_inside(current, plugin, INSIDE_PARAMETERS);
}

/* words: behind the verb; the last one is completed. lines: the table after the verb's own line. */
static void offer_for_verb(int count, char **words, struct slice lines)
{
	const char *plugin = NULL, *current = words[count - 1];
	struct slice value = nothing;
	int positionals = 0;
	bool is_rest;
	for (int i = 0; i < count - 1; i++) {
		if (value.start != NULL) {
			if (begins_with(value, "plugin"))
				plugin = words[i];
			value = nothing;
		} else if (words[i][0] == '-' && words[i][1] != '\0') {
			value = value_of_option(lines, words[i]);
			if (begins_with(value, "none"))
				value = nothing;
		} else {
			const struct slice kind = positional(lines, positionals++, &is_rest);
			if ((plugin == NULL || is_rest) && begins_with(kind, "plugin"))
				plugin = words[i];
		}
	}
	if (value.start != NULL)
		offer_value(current, value, plugin);
	else if (current[0] == '-')
		offer_options(current, lines);
	else
		offer_value(current, positional(lines, positionals, &is_rest), plugin);
}

static const char also[] = "help\t--help\t--version";

static void offer_first(const char *current, struct slice table, bool is_help)
{
	offer_fields(current, "", find_line(&table, "first", NULL));
	if (!is_help)
		offer_fields(current, "", (struct slice){also, sizeof also - 1});
}

static void offer_all(int count, char **words, struct slice table)
{
	const bool is_help = count > 1 && strcmp(words[0], "help") == 0;
	words += is_help;
	count -= is_help;
	if (count <= 1) {
		offer_first(count == 1 ? words[0] : "", table, is_help);
		return;
	}
	struct slice lines = table;
	const struct slice group = find_line(&lines, "group", words[0]);
	if (group.start != NULL && count == 2) {
		offer_fields(words[1], "", group);
		return;
	}
	char verb[64];
	const bool is_group = group.start != NULL;
	snprintf(verb, sizeof verb, "%s%s%s", words[0], is_group ? " " : "", is_group ? words[1] : "");
	lines = table;
	if (!is_help && find_line(&lines, "verb", verb).start != NULL)
		offer_for_verb(count - 1 - is_group, words + 1 + is_group, lines);
}

int complete(int count, char **words, const char *folder)
{
	char path[PATH_MAX];
	if (snprintf(path, sizeof path, "%s/lib/completion.txt", folder) >= (int)sizeof path)
		return 0;
	for (int i = 0; i < count; i++)
		unquote(words[i]);
	offer_all(count, words, text_of_file(path));
	print_offers();
	return 0;
}
