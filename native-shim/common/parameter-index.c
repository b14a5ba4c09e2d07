/* SPDX-License-Identifier: BSD-2-Clause */
/* A sorted array of ids. */
#include "parameter-index.h"

#include <stdbool.h>
#include <stdlib.h>

static int compare_keys(const void *a, const void *b)
{
	const struct parameter_key *left = a;
	const struct parameter_key *right = b;
	if (left->id != right->id)
		return left->id < right->id ? -1 : 1;
	return left->index < right->index ? -1 : left->index > right->index;
}

void parameter_index_sort(struct parameter_key *keys, uint32_t count)
{
	qsort(keys, count, sizeof(*keys), compare_keys);
}

uint32_t parameter_index_find(const struct parameter_key *keys, uint32_t count, uint32_t id)
{
	uint32_t low = 0;
	for (uint32_t high = count; low < high;) {
		const uint32_t middle = low + (high - low) / 2;
		if (keys[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	const bool found = low < count && keys[low].id == id;
	return found ? keys[low].index : count;
}
