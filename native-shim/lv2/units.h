/* SPDX-License-Identifier: BSD-2-Clause */
/* How people write the values of a parameter that has a unit. */
#ifndef MAOLAN_LV2_UNITS_H
#define MAOLAN_LV2_UNITS_H

#include <stddef.h>

#include "query.h"

struct unit {
	char symbol[32];  /* like "dB"; empty if there is none */
	char pattern[64]; /* units:render, like "%.1f dB", if it is safe to print one number with; else empty */
};

/* [main-thread] The unit that node is: one that the units extension names, or one that the plugin's data describe. NULL
   is allowed: no unit. */
void units_read(const struct subject *subject, const LilvNode *node, struct unit *unit);

/* [any-thread] The number as the pattern has it, which must not be empty. */
void units_render(const struct unit *unit, double value, char *text, size_t bytes);

#endif
