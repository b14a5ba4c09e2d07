/* SPDX-License-Identifier: BSD-2-Clause */
/* Which latencies are believed. */
#ifndef MAOLAN_COMMON_LATENCY_H
#define MAOLAN_COMMON_LATENCY_H

#include <math.h>
#include <stdint.h>

/* A plugin that claims to delay by more has not computed its latency, but left something where it should be. */
#define LATENCY_SECONDS_MAX 60.0

/* [any-thread] frames as the plugin says it, rounded; 0 for what cannot be: NaN, negative, endless. rate in Hz. */
static inline uint32_t latency_believed(double frames, double rate)
{
	return frames > 0 && frames <= LATENCY_SECONDS_MAX * rate ? (uint32_t)lrint(frames) : 0;
}

#endif
