/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW reads the counter after it has written its wake byte, and waits for it to change. If the thread that answers
 * has preempted it inside that write, on the same core, it would read the answer as what was before, and wait for its
 * whole limit: seen in 21 to 100 of 100 blocks, wherever the scheduler puts both on one core. So it is given a moment
 * to run. Not a DAW with real-time scheduling: that goes on first, and has looked.
 */
#ifndef MAOLAN_AUDIO_LOOK_H
#define MAOLAN_AUDIO_LOOK_H

#include <time.h>

#include "audio.h"

#define DAW_LOOKS_NS 20000 /* 5000 are too few: its way out of the system call takes longer */

/* [audio-thread] Before a wake byte is acted upon. */
static inline void let_daw_look(void)
{
	const struct timespec moment = {0, DAW_LOOKS_NS};
	if (host_answers_by_counter(&audio.core) &&
	    !atomic_load_explicit(&audio.shared->daw_is_realtime, memory_order_relaxed))
		clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
}

#endif
