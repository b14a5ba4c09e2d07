/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the threads of a VST3 or CLAP plugin take turns when rendering offline. At the end of each block the audio thread
 * checks whether work is pending for the main thread. If so it parks, and the main thread has exclusive access to the
 * plugin until all of it is done. So the results of one block are complete before the next one begins, even on a busy
 * machine is.
 *
 * In a DAW none of this applies: with on == false all functions return at once.
 */
#ifndef MAOLAN_COMMON_OFFLINE_H
#define MAOLAN_COMMON_OFFLINE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "plugin.h"

/* All zero means real time. */
struct offline {
	bool on;                  /* set before the plugin is activated, then constant */
	double played_ms;         /* audio thread: audio rendered since the plugin was opened */
	_Atomic uint32_t parked;  /* 1: the audio thread waits for the main thread */
	_Atomic uint32_t playing; /* 1: the audio thread is in a block */
	atomic_bool pending;      /* any thread -> audio: work is pending for the main thread */
	atomic_bool worked;       /* audio -> main: there was work since the last offline_take_work */
	double settled_ms;        /* main thread: how far the timers are ahead of the audio */
	double settling_ms;       /* main thread: time that offline_pass_time still has to pass */
};

/* [any-thread] Work is pending for the main thread. */
void offline_note(struct offline *offline);

/* [audio-thread] Call these around each block of this many milliseconds; wake wakes the main thread. offline_end_block
   waits for the main thread, for at most 1.5 s at a time, because the host does not wait longer than that for the audio
   thread. */
void offline_begin_block(struct offline *offline);
void offline_end_block(struct offline *offline, double ms, void (*wake)(void));

/* Does what the plugin has left for the main thread. Returns a set of enum plugin_wish. */
typedef int32_t offline_serve(struct plugin *plugin);

/* [main-thread] plugin_idle of a plugin that plays offline: it is served between two blocks, and restarted there if it
   asks for it. Returns the requests that are left. */
int32_t offline_idle(struct offline *offline, struct plugin *plugin, offline_serve *serve);
/* [main-thread] plugin_settle: 0 in real time. Timers advance by ms more, step by step, as long as there are any; after
   200 ms of real time the rest is left for the next call. */
int32_t offline_settle(struct offline *offline, struct plugin *plugin, uint32_t ms, offline_serve *serve);

#endif
