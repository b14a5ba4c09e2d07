/* The sentence that plugin_open hands back when it fails. */
#ifndef MAOLAN_LV2_MESSAGE_H
#define MAOLAN_LV2_MESSAGE_H

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

/* [any-thread] Copy UTF-8 text, cut to fit but never inside a character. */
void text_copy(char *target, size_t bytes, const char *text);

#endif
