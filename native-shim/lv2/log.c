/* SPDX-License-Identifier: BSD-2-Clause */
/* Implements the LV2 log feature (lv2/log). */
#include "log.h"

#include <stdio.h>
#include <string.h>

#include "message.h"

#define LINE_BYTES 500

static const char *label(const struct log_urids *urids, LV2_URID type)
{
	if (type == urids->error)
		return "LV2 error: ";
	if (type == urids->warning)
		return "LV2 warning: ";
	return type == urids->note ? "LV2 note: " : "LV2: ";
}

/* One call may contain several lines, with or without a final newline. */
static void write_lines(const char *prefix, char *text)
{
	char *rest = NULL;
	for (char *line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest))
		log_text("%s%s", prefix, line);
}

int log_vprintf(LV2_Log_Handle handle, LV2_URID type, const char *format, va_list arguments)
{
	char text[LINE_BYTES];
	const int bytes = vsnprintf(text, sizeof(text), format, arguments);
	write_lines(label(handle, type), text);
	return bytes;
}

int log_printf(LV2_Log_Handle handle, LV2_URID type, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const int bytes = log_vprintf(handle, type, format, arguments);
	va_end(arguments);
	return bytes;
}
