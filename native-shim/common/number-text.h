/* SPDX-License-Identifier: BSD-2-Clause */
/* Distinguishes numeric texts, with or without a unit, from names. */
#ifndef MAOLAN_NUMBER_TEXT_H
#define MAOLAN_NUMBER_TEXT_H

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* More steps than this do not count as a list of names, unless the plugin declares one. */
#define LIST_STEPS_MAX 64
/* A longer list would not be usable. */
#define LIST_CHOICES_MAX 4096

/* [any-thread] Whether the text begins with a number: "-6.0 dB", "+3", ".5", "-inf dB". */
static inline bool begins_with_number(const char *text)
{
	text += strspn(text, " \t");
	text += strspn(text, "+-");
	if (strncmp(text, "\xe2\x88\x92", 3) == 0) /* U+2212, the minus sign of typesetters */
		text += 3;
	text += *text == '.' || *text == ',';
	return isdigit((unsigned char)*text) || strncasecmp(text, "inf", 3) == 0;
}

#endif
