/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the audio thread shares with the supervisor, which continues where that thread was when its process ends: who
 * has the pipes, and what has been read of them. The core's memory is next to it. Plugin code can write here: code that
 * reads it trusts no number.
 */
#ifndef MAOLAN_AUDIO_SHARED_H
#define MAOLAN_AUDIO_SHARED_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define AUDIO_WAKES_AT_ONCE 256u
#define AUDIO_WAKE_IN_PROGRESS 0x80000000u /* the core knows of it if block->wake_is_known */

enum audio_sleeper { AUDIO_WATCH_SLEEPS = 1, AUDIO_SUPERVISOR_SLEEPS = 2 };

struct audio_shared {
	/* Its owner reads the wake pipe, answers, and uses the core's memory. Robust: the kernel tells the next owner that
	 * the last one died holding it. */
	pthread_mutex_t pipes;

	/* Written by the owner. */
	_Atomic uint32_t wakes; /* wake bytes read but not handled; AUDIO_WAKE_IN_PROGRESS: one of them is being handled */
	_Atomic uint32_t waiting;    /* 1 while in the wait */
	_Atomic uint32_t cycles;     /* events so far */
	_Atomic uint32_t last_ms;    /* time of the last wake */
	_Atomic uint32_t processing; /* not 0 while the plugin's code runs; a different number each time */
	_Atomic uint32_t suspended;  /* 1 while the main thread has exclusive use of the plugin */

	/* read(2) stores wake bytes here, which are not 0; reset to 0 once they are counted in wakes. The kernel removes a
	 * byte from the pipe and stores it here before any signal can end the thread, so no byte is lost with its reader.
	 */
	uint8_t wake_bytes[AUDIO_WAKES_AT_ONCE];

	/* Written by the host process. */
	_Atomic uint32_t block_at;        /* offset of the block record in the core's memory; 0: not in use yet */
	_Atomic uint32_t wants;           /* it is ready and waits for the pipes */
	_Atomic uint32_t daw_is_realtime; /* a DAW that is not may not have looked at the counter yet: see look.h */

	_Atomic uint32_t version; /* of the protocol */
	_Atomic int32_t client;   /* enum host_client */
	_Atomic uint32_t answers_show;

	/* Who sleeps until something begins: enum audio_sleeper. */
	_Atomic uint32_t sleepers;

	_Atomic int32_t thread_id; /* of the audio thread */

	/* Written by the supervisor. */
	_Atomic uint32_t daw_is_gone;
	_Atomic uint32_t asks_hang; /* the thread that gets AUDIO_HANG_SIGNAL does not return */
};

#endif
