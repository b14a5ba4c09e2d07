/* SPDX-License-Identifier: BSD-2-Clause */
/* Formatting of parameter values with a unit. */
#ifndef MAOLAN_LV2_UNITS_H
#define MAOLAN_LV2_UNITS_H

#include <stddef.h>

#include "query.h"

struct unit {
	char symbol[32];  /* such as "dB"; empty if none */
	char pattern[64]; /* units:render, such as "%.1f dB", if it is safe to format one number with; else empty */
};

/* [main-thread] Read the unit of a node: one of the units extension's, or one described by the plugin's data. NULL is
   allowed: no unit. */
void units_read(const struct subject *subject, const LilvNode *node, struct unit *unit);

/* [any-thread] Format the number with the pattern, which must not be empty. */
void units_render(const struct unit *unit, double value, char *text, size_t bytes);

#endif
