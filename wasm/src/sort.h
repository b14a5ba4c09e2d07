/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorting 64-bit keys without allocation. */
#ifndef CORE_SORT_H
#define CORE_SORT_H

#include <stdint.h>

/* The sort key in the upper half, a position in the lower: equal keys stay in the order of their positions. */
static inline uint64_t sort_key(uint32_t key, uint32_t position)
{
	return (uint64_t)key << 32 | position;
}

static inline uint32_t sort_key_position(uint64_t key)
{
	return (uint32_t)key;
}

/* Sort in place, ascending, in O(n log n) for any input, and O(n) if already sorted. */
void sort_keys(uint64_t *keys, uint32_t count);

#endif
