/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of lines, read as a whole. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "completion.h"

/* More than names.ts writes. */
#define FILE_BYTES_MAX ((off_t)64 << 20)

static struct slice text_of_descriptor(int fd)
{
	struct slice none = {NULL, 0};
	struct stat status;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0 || status.st_size > FILE_BYTES_MAX)
		return none;
	char *text = malloc((size_t)status.st_size);
	if (text == NULL)
		return none;
	size_t length = 0;
	while (length < (size_t)status.st_size) {
		const ssize_t count = read(fd, text + length, (size_t)status.st_size - length);
		if (count <= 0)
			break;
		length += (size_t)count;
	}
	return (struct slice){text, length};
}

struct slice text_of_file(const char *path)
{
	/* What was a file may be a pipe by now, which must not be waited for. */
	const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return (struct slice){NULL, 0};
	const struct slice text = text_of_descriptor(fd);
	close(fd);
	return text;
}

static struct slice cut(struct slice *text, char end)
{
	if (text->start == NULL)
		return *text;
	const char *found = memchr(text->start, end, text->length);
	const struct slice part = {text->start, found == NULL ? text->length : (size_t)(found - text->start)};
	text->start = found == NULL ? NULL : found + 1;
	text->length = found == NULL ? 0 : text->length - part.length - 1;
	return part;
}

struct slice text_line(struct slice *text)
{
	return cut(text, '\n');
}

struct slice text_field(struct slice *line)
{
	return cut(line, '\t');
}

bool slice_is(struct slice slice, const char *text)
{
	return slice.start != NULL && slice.length == strlen(text) && memcmp(slice.start, text, slice.length) == 0;
}

bool slice_resembles(struct slice slice, const char *text)
{
	return slice.start != NULL && slice.length == strlen(text) && strncasecmp(slice.start, text, slice.length) == 0;
}
