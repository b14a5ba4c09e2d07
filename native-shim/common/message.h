/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that every format writes: the error sentence of plugin_open, lines for stderr, names. */
#ifndef MAOLAN_COMMON_MESSAGE_H
#define MAOLAN_COMMON_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message {
	char *text; /* may be NULL */
	uint32_t bytes;
};

/* [main-thread] Write a sentence, truncated to fit, with newlines replaced by spaces. Always returns false, so that a
   step can end with return message_set(...). */
bool message_set(const struct message *message, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* [any-thread] Write a line to stderr, truncated to 500 bytes: through the OS library's queue, or directly if that
   library is not loaded (test programs). */
void log_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* [any-thread] Copy UTF-8 text, truncated to fit but never inside a character. source_bytes: size of the field that
   holds it, which may lack a NUL; SIZE_MAX for a NUL-terminated text. */
void text_copy(char *target, size_t bytes, const char *source, size_t source_bytes);

/* [any-thread] Copy UTF-8 text without its NUL, truncated like text_copy. Returns how many bytes. */
int32_t text_put(char *target, uint32_t capacity, const char *text);

#endif
