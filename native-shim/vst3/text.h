/* SPDX-License-Identifier: BSD-2-Clause */
/* VST3 strings. */
#ifndef MAOLAN_VST3_TEXT_H
#define MAOLAN_VST3_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* [any-thread] UTF-16 to UTF-8, truncated to fit but never inside a character; lone surrogates become U+FFFD. */
void text_from_utf16(char *target, size_t bytes, const int16_t *source, size_t source_units);

/* [any-thread] UTF-8 to UTF-16 with a NUL; false if it does not fit, or is not UTF-8. */
bool text_to_utf16(int16_t *target, size_t target_units, const char *source);

#endif
