/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks UTF-8. */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdint.h>

/* 1 if the bytes are well-formed UTF-8 (Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
   NUL is a character like any other. */
int utf8_valid(const uint8_t *bytes, uint32_t count);

/* How many of the bytes, from the first on, are whole characters of well-formed UTF-8. */
uint32_t utf8_prefix(const uint8_t *bytes, uint32_t count);

#endif
