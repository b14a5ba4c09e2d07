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

void text_copy(char *target, size_t bytes, const char *source, size_t source_bytes)
{
	size_t length = strnlen(source, source_bytes);
	if (length >= bytes) {
		length = bytes - 1;
		while (length > 0 && ((unsigned char)source[length] & 0xc0) == 0x80)
			length--;
	}
	memcpy(target, source, length);
	target[length] = '\0';
}
