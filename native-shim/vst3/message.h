/* Text: the sentence that plugin_open hands back when it fails, lines for stderr, and VST3's strings. */
#ifndef MAOLAN_VST3_MESSAGE_H
#define MAOLAN_VST3_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message {
	char *text; /* may be NULL */
	uint32_t bytes;
};

/* [main-thread] Write a sentence, cut to fit, newlines made spaces. Always returns false, so that a step can end with
   return message_set(...). */
bool message_set(const struct message *message, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* [any-thread] A line for stderr. */
void log_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* [any-thread] Copy UTF-8 text, cut to fit but never inside a character. source_bytes: size of the field it stands in,
   which may lack a NUL. */
void text_copy(char *target, size_t bytes, const char *source, size_t source_bytes);
/* [any-thread] The same from UTF-16; lone surrogates become U+FFFD. */
void text_from_utf16(char *target, size_t bytes, const int16_t *source, size_t source_units);

#endif
