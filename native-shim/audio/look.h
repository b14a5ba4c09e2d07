/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW reads the counter after it has written its wake byte, and waits for it to change. If the answering thread
 * preempts it inside that write, on the same core, the DAW reads the answer as the old value and waits for its whole
 * limit: seen in 21 to 100 of 100 blocks, whenever the scheduler puts both on one core. So the DAW gets a moment to
 * run. A DAW with real-time scheduling does not need it: it runs first, and has looked.
 */
#ifndef MAOLAN_AUDIO_LOOK_H
#define MAOLAN_AUDIO_LOOK_H

#include <time.h>

#include "audio.h"

#define DAW_LOOKS_NS 20000 /* 5000 are too few: returning from the system call takes longer */

/* [audio-thread] Call this before handling a wake byte. */
static inline void let_daw_look(void)
{
	const struct timespec moment = {0, DAW_LOOKS_NS};
	if (host_answers_by_counter(&audio.core) &&
	    !atomic_load_explicit(&audio.shared->daw_is_realtime, memory_order_relaxed))
		clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
}

#endif
