/* SPDX-License-Identifier: BSD-2-Clause */
/* Scale points: named values of a port. All [main-thread]. */
#ifndef MAOLAN_LV2_POINTS_H
#define MAOLAN_LV2_POINTS_H

#include <stdint.h>

#include "query.h"

struct points {
	uint32_t count;
	struct point {
		float value;
		char label[64]; /* UTF-8, in the user's language; may be empty */
	} * items;          /* in ascending order */
};

/* Read the points of anything with an lv2:scalePoint; nodes are its values, NULL is allowed. Points without a number
   are skipped. (lilv's own function ends the process if no point has a label.) False when out of memory. */
bool points_read(const struct subject *subject, const LilvNodes *nodes, struct points *points);
void points_free(struct points *points);

#endif
