#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

void text_copy(char *target, size_t bytes, const char *text)
{
	size_t length = strnlen(text, bytes);
	if (length == bytes) {
		length = bytes - 1;
		while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	memcpy(target, text, length);
	target[length] = '\0';
}
