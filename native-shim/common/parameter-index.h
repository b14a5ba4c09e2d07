/* SPDX-License-Identifier: BSD-2-Clause */
/* Positions in a parameter table, found by the plugin's ids. */
#ifndef MAOLAN_COMMON_PARAMETER_INDEX_H
#define MAOLAN_COMMON_PARAMETER_INDEX_H

#include <stdint.h>

struct parameter_key {
	uint32_t id;
	uint32_t index; /* position in the table */
};

/* [main-thread] Sort the keys. If ids are equal, the first position is found. */
void parameter_index_sort(struct parameter_key *keys, uint32_t count);

/* [any-thread] The position of the parameter with that id in sorted keys, or count if there is none. */
uint32_t parameter_index_find(const struct parameter_key *keys, uint32_t count, uint32_t id);

#endif
