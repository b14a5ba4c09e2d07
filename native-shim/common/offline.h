/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the threads of a VST3 or CLAP plugin take turns when rendering offline. At the end of each block the audio thread
 * checks whether work is pending for the main thread. If so it parks, and the main thread has exclusive access to the
 * plugin until all of it is done. So the results of one block are complete before the next one begins, however busy the
 * machine is.
 *
 * In a DAW none of this applies: with on == false all functions return at once.
 */
#ifndef MAOLAN_COMMON_OFFLINE_H
#define MAOLAN_COMMON_OFFLINE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

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

/* [main-thread] Call this before serving the plugin. It waits, at most half a second, until the current block has
   parked or ended; in that time it serves a plugin that waits for the main thread inside its block. Returns whether the
   audio thread is parked: then the plugin may be restarted. */
bool offline_enter(struct offline *offline);
/* [main-thread] The plugin has been served: the audio thread continues. */
void offline_leave(struct offline *offline);

/* [main-thread] Whether a block has queued work since the last call. */
bool offline_take_work(struct offline *offline);
/* [main-thread] Advance the timers by ms more, step by step with a call of serve at each, as long as there are timers.
   After 200 ms of real time the rest is left for the next call, and true is returned. */
bool offline_pass_time(struct offline *offline, uint32_t ms, void (*serve)(void *user), void *user);

#endif
