/* SPDX-License-Identifier: BSD-2-Clause */
/* Heap sort: no recursion, no extra memory, and no input that makes it slow. */
#include "sort.h"

static int in_order(const uint64_t *keys, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		if (keys[i - 1] > keys[i])
			return 0;
	}
	return 1;
}

/* Sift the key at root down until no child is larger. */
static void sink(uint64_t *keys, uint32_t root, uint32_t count)
{
	uint64_t key = keys[root];
	for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
		if (child + 1 < count && keys[child + 1] > keys[child])
			child++;
		if (keys[child] <= key)
			break;
		keys[root] = keys[child];
	}
	keys[root] = key;
}

void sort_keys(uint64_t *keys, uint32_t count)
{
	if (in_order(keys, count))
		return;
	for (uint32_t root = count / 2; root-- > 0;)
		sink(keys, root, count);
	for (uint32_t end = count; end-- > 1;) {
		uint64_t largest = keys[0];
		keys[0] = keys[end];
		keys[end] = largest;
		sink(keys, 0, end);
	}
}
