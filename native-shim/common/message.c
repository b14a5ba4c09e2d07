/* SPDX-License-Identifier: BSD-2-Clause */
/* Error sentences, lines for stderr, and bounded copies of names. */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "os.h"

#define LINE_BYTES 500

bool message_set(const struct message *message, const char *format, ...)
{
	if (!message->text || message->bytes == 0)
		return false;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message->text, message->bytes, format, arguments);
	va_end(arguments);
	for (char *at = message->text; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	return false;
}

void log_text(const char *format, ...)
{
	char text[LINE_BYTES];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	log_line(text);
}

/* The length to copy: at most `room`, and not up to the middle of a character. */
static size_t length_within(const char *text, size_t length, size_t room)
{
	if (length <= room)
		return length;
	while (room > 0 && ((unsigned char)text[room] & 0xc0) == 0x80)
		room--;
	return room;
}

void text_copy(char *target, size_t bytes, const char *source, size_t source_bytes)
{
	const size_t length = length_within(source, strnlen(source, source_bytes), bytes - 1);
	memcpy(target, source, length);
	target[length] = '\0';
}

int32_t text_put(char *target, uint32_t capacity, const char *text)
{
	const size_t length = length_within(text, strlen(text), capacity);
	for (size_t i = 0; i < length; i++)
		target[i] = text[i];
	return (int32_t)length;
}
