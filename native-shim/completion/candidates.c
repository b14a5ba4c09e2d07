/* SPDX-License-Identifier: BSD-2-Clause */
/* Words that are possible. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "completion.h"

static struct {
	char **words;
	size_t count;
	size_t room;
} kept;

static bool has_room(void)
{
	if (kept.count < kept.room)
		return true;
	const size_t room = kept.room == 0 ? 64 : 2 * kept.room;
	char **words = realloc(kept.words, room * sizeof *words);
	if (words == NULL)
		return false;
	kept.words = words;
	kept.room = room;
	return true;
}

/* No name in an intact file has a control character, and none reaches a terminal. */
static bool is_plain(struct slice slice)
{
	for (size_t i = 0; i < slice.length; i++)
		if ((unsigned char)slice.start[i] < ' ')
			return false;
	return true;
}

void offer(const char *current, const char *before, struct slice slice, const char *after)
{
	if (slice.start == NULL || slice.length == 0 || !is_plain(slice) || !has_room())
		return;
	char *word = NULL;
	if (asprintf(&word, "%s%.*s%s", before, (int)slice.length, slice.start, after) < 0)
		return;
	if (strncasecmp(word, current, strlen(current)) == 0)
		kept.words[kept.count++] = word;
	else
		free(word);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void print_offers(void)
{
	if (kept.count == 0)
		return;
	qsort(kept.words, kept.count, sizeof *kept.words, compare);
	for (size_t i = 0; i < kept.count; i++)
		if (i == 0 || strcmp(kept.words[i], kept.words[i - 1]) != 0)
			puts(kept.words[i]);
}
