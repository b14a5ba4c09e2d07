/*
 * Memory that a floor reads in every block, one cache line after the other, each of which tells where the next one is:
 * as a processor reads code that it has never seen. What that costs shows where caches have gone cold.
 */
#ifndef FLOOR_MEMORY_H
#define FLOOR_MEMORY_H

#include <stdbool.h>

/* lines, in so many pages. 0 lines: nothing is read. Returns false without memory. */
bool floor_memory_open(unsigned lines, unsigned pages);
void floor_memory_read(void);

#endif
