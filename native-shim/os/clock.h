/* SPDX-License-Identifier: BSD-2-Clause */
/* The monotonic clock, which does not advance during system sleep. */
#ifndef MAOLAN_OS_CLOCK_H
#define MAOLAN_OS_CLOCK_H

#include <stdint.h>
#include <time.h>

/* [any-thread] Microseconds. */
static inline uint64_t clock_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

#endif
