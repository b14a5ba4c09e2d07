/* SPDX-License-Identifier: BSD-2-Clause */
/* UTF-8 validation. */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdint.h>

/* 1 if the bytes are well-formed UTF-8 (Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
   NUL is an ordinary character. */
int utf8_valid(const uint8_t *bytes, uint32_t count);

/* The number of leading bytes that form complete, well-formed characters. */
uint32_t utf8_prefix(const uint8_t *bytes, uint32_t count);

#endif
