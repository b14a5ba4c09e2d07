#include "log.h"

#include <stdio.h>
#include <string.h>

#define LINE_BYTES 500

/* The OS library's queue (see os.h), if it is there: a test program without it reads stderr. */
extern void log_line(const char *text) __attribute__((weak));

static void write_line(const char *text)
{
	if (log_line)
		log_line(text);
	else
		fprintf(stderr, "%s\n", text);
}

static const char *label(const struct log_urids *urids, LV2_URID type)
{
	if (type == urids->error)
		return "LV2 error: ";
	if (type == urids->warning)
		return "LV2 warning: ";
	return type == urids->note ? "LV2 note: " : "LV2: ";
}

/* One call may bring several lines, or a line end, or none. */
static void write_lines(const char *prefix, char *text)
{
	char *rest = NULL;
	for (char *line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest)) {
		char labelled[LINE_BYTES];
		snprintf(labelled, sizeof(labelled), "%s%s", prefix, line);
		write_line(labelled);
	}
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

void log_text(const char *format, ...)
{
	char text[LINE_BYTES];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	write_line(text);
}
