/* SPDX-License-Identifier: BSD-2-Clause */
/* Scale points: values of a port that have a name. All [main-thread]. */
#ifndef MAOLAN_LV2_POINTS_H
#define MAOLAN_LV2_POINTS_H

#include <stdint.h>

#include "query.h"

struct points {
	uint32_t count;
	struct point {
		float value;
		char label[64]; /* UTF-8, in the user's language; may be empty */
	} * items;          /* by ascending value */
};

/* The points of whatever has an lv2:scalePoint: nodes is what it says there, NULL is allowed. Points without a number
   are left out. (lilv's own list of them ends the process if none has a label.) False when out of memory. */
bool points_read(const struct subject *subject, const LilvNodes *nodes, struct points *points);
void points_free(struct points *points);

#endif
