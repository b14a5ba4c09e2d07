/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the threads of a VST3 or CLAP plugin take turns offline. At the end of each block the audio thread looks whether
 * anything was left for the main thread; if so it parks, and the main thread has the plugin for itself until all is
 * done. So a block begins with everything that the one before has caused, however busy the machine is.
 *
 * Nothing of this happens in a DAW: with on == false all functions return at once.
 */
#ifndef MAOLAN_COMMON_OFFLINE_H
#define MAOLAN_COMMON_OFFLINE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* All zero: real time. */
struct offline {
	bool on;                  /* set before the plugin is activated, then never changed */
	double played_ms;         /* audio thread: sound since the plugin was opened */
	_Atomic uint32_t parked;  /* 1: the audio thread waits for the main thread */
	_Atomic uint32_t playing; /* 1: the audio thread is in a block */
	atomic_bool pending;      /* any thread -> audio: something is left for the main thread */
	atomic_bool worked;       /* audio -> main: something was, since offline_take_work */
	double settled_ms;        /* main thread: how far timers are ahead of the sound */
	double settling_ms;       /* main thread: what offline_pass_time has not let pass yet */
};

/* [any-thread] Something is left for the main thread. */
void offline_note(struct offline *offline);

/* [audio-thread] Around each block of so many milliseconds; wake wakes the main thread. The end waits for it, at most
   1.5 s at a time: longer than that the host does not wait for the audio thread. */
void offline_begin_block(struct offline *offline);
void offline_end_block(struct offline *offline, double ms, void (*wake)(void));

/* [main-thread] Before it serves the plugin: waits, at most half a second, until the block that runs has parked or
   ended; a plugin that waits in its block for the main thread is served then. Returns whether the audio thread is
   parked: then the plugin may be restarted as it is. */
bool offline_enter(struct offline *offline);
/* [main-thread] All is served: the audio thread goes on. */
void offline_leave(struct offline *offline);

/* [main-thread] Whether a block left something since the last call. */
bool offline_take_work(struct offline *offline);
/* [main-thread] Let ms more pass for the timers, a step at a time, calling serve at each, as long as there are timers.
   After 200 ms of real time the rest is left for the next call, and true is returned. */
bool offline_pass_time(struct offline *offline, uint32_t ms, void (*serve)(void *user), void *user);

#endif
