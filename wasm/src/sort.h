/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorting 64-bit keys without allocation. */
#ifndef CORE_SORT_H
#define CORE_SORT_H

#include <stdint.h>

/* A key to sort by in the upper half, a position in the lower: keys of equal upper halves stay in the order of their
 * positions. */
static inline uint64_t sort_key(uint32_t key, uint32_t position)
{
	return (uint64_t)key << 32 | position;
}

static inline uint32_t sort_key_position(uint64_t key)
{
	return (uint32_t)key;
}

/* Sort ascending, in place, in n log n steps whatever the contents; n steps if the keys are in order already. */
void sort_keys(uint64_t *keys, uint32_t count);

#endif
