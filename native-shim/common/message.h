/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that every format has to write: the sentence that plugin_open hands back when it fails, lines for stderr, names.
 */
#ifndef MAOLAN_COMMON_MESSAGE_H
#define MAOLAN_COMMON_MESSAGE_H

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

/* [any-thread] A line for stderr, cut to 500 bytes: through the OS library's queue, or directly where that library is
   not loaded (test programs). */
void log_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* [any-thread] Copy UTF-8 text, cut to fit but never inside a character. source_bytes: size of the field it stands in,
   which may lack a NUL; SIZE_MAX if it does not. */
void text_copy(char *target, size_t bytes, const char *source, size_t source_bytes);

#endif
