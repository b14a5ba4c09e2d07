/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses the name of a plugin: a path, and an id after `::` or `#`. */
#include "spec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define URL_SCHEME "file:"
#define URL_SCHEME_BYTES (sizeof(URL_SCHEME) - 1)

static void decode_percents(char *text)
{
	char *to = text;
	for (const char *from = text; *from; from++) {
		if (*from == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2])) {
			const char digits[] = {from[1], from[2], '\0'};
			*to++ = (char)strtoul(digits, NULL, 16);
			from += 2;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
}

/* The path of `file:/path` or `file://host/path`, decoded in place. Any other text is unchanged. */
static void decode_url(char *text)
{
	if (strncmp(text, URL_SCHEME, URL_SCHEME_BYTES) != 0)
		return;
	char *path = text + URL_SCHEME_BYTES;
	if (strncmp(path, "//", 2) == 0)
		path = strchr(path + 2, '/');
	if (!path)
		return;
	memmove(text, path, strlen(path) + 1);
	decode_percents(text);
}

static bool names_a_file(const char *text)
{
	char *path = strdup(text);
	if (!path)
		return false;
	decode_url(path);
	const bool exists = access(path, F_OK) == 0;
	free(path);
	return exists;
}

static char *last_colons(char *text)
{
	char *last = NULL;
	for (char *at = strstr(text, "::"); at; at = strstr(at + 1, "::"))
		last = at;
	return last;
}

/* Split the text at its separator. Returns the id after it, or NULL if there is none. */
static char *split(char *text)
{
	char *colons = last_colons(text);
	char *separator = colons ? colons : strrchr(text, '#');
	if (!separator)
		return NULL;
	*separator = '\0';
	char *id = separator + (colons ? 2 : 1);
	return id[0] ? id : NULL;
}

bool spec_parse(const char *text, struct spec *spec)
{
	*spec = (struct spec){.path = strdup(text)};
	if (!spec->path)
		return false;
	const char *id = names_a_file(text) ? NULL : split(spec->path);
	spec->id = id ? strdup(id) : NULL;
	decode_url(spec->path);
	return !id || spec->id;
}

void spec_free(struct spec *spec)
{
	free(spec->path);
	free(spec->id);
}
