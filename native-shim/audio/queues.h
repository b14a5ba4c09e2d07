/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two queues between the main and the audio thread: notices to main, finished requests to audio.
 */
#ifndef MAOLAN_AUDIO_QUEUES_H
#define MAOLAN_AUDIO_QUEUES_H

#include <stdint.h>

struct notice {
	int32_t kind; /* enum audio_notice */
	int32_t value;
	uint32_t ms;         /* clock_ms */
	int32_t is_answered; /* of a request */
};

/* [audio-thread] Returns 0 if fewer than spared slots would be left. */
int32_t notices_put(struct notice notice, uint32_t slots_to_spare);
/* [main-thread] */
void dones_put(int32_t done);
/* [audio-thread] -1: empty. */
int32_t dones_take(void);

#endif
