/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Completion of command lines: `maolan-plugin-host --complete <words>` prints what the last word can become, a line
 * each. A person waits for it after every press of a key, and Node alone would take most of the time that is noticed,
 * so it is done here, from files that the program has written: the table of verbs and options
 * (ts/cli/completion/table.ts) and the names of plugins, parameters and presets (ts/cli/completion/known-names.ts).
 * Their lines are fields between tabs.
 */
#ifndef MAOLAN_COMPLETION_H
#define MAOLAN_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

/* Part of a file's text. start NULL: none. */
struct slice {
	const char *start;
	size_t length;
};

/* ---- text.c ---- */

/* The text of a regular file, never freed; none if it cannot be read, is not a file, or is too large. */
struct slice text_of_file(const char *path);
/* Cut the next line, or the next field of a line, off the text. None at its end. */
struct slice text_line(struct slice *text);
struct slice text_field(struct slice *line);
bool slice_is(struct slice slice, const char *text);
/* Whether they differ at most in the case of ASCII letters. */
bool slice_resembles(struct slice slice, const char *text);

/* ---- candidates.c ---- */

/* Offer a word: before and slice together. It is kept if it begins with the word that is to be completed. */
void offer(const char *current, const char *before, struct slice slice, const char *after);
/* Print what was kept, sorted, each once. */
void print_offers(void);

/* ---- names.c ---- */

enum inside { INSIDE_PARAMETERS, INSIDE_PRESETS };

/* Names and ids of the plugins that scans have found, with the format before them where it was typed. */
void offer_plugins(const char *current);
/* Names in a plugin, as far as a command has opened it. plugin: as it was typed, NULL: none. */
void offer_inside(const char *current, const char *plugin, enum inside what);

/* ---- complete.c ---- */

/* Complete the last of these words, which are changed. folder: with the table. Returns the exit code. */
int complete(int count, char **words, const char *folder);

#endif
