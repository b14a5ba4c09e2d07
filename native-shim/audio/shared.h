/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the audio thread shares with the supervisor, which goes on where that thread was when its process ends: who has
 * the pipes, and what has been read of them. The core's memory is next to it. Plugin code can write here: code that
 * reads it trusts no number.
 */
#ifndef MAOLAN_AUDIO_SHARED_H
#define MAOLAN_AUDIO_SHARED_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define AUDIO_WAKES_AT_ONCE 256u
#define AUDIO_WAKE_IN_HAND 0x80000000u /* the core knows of it if block->wake_is_known */

struct audio_shared {
	/* Its holder reads the wake pipe, answers, and uses the core's memory. Robust: the kernel tells the next
	   owner that the last one died with it. */
	pthread_mutex_t pipes;

	/* By the owner. */
	_Atomic uint32_t wakes;      /* wake bytes read and not acted upon; AUDIO_WAKE_IN_HAND: one of them is being */
	_Atomic uint32_t waiting;    /* 1 while in the wait */
	_Atomic uint32_t cycles;     /* events so far */
	_Atomic uint32_t last_ms;    /* time of the last wake */
	_Atomic uint32_t processing; /* not 0 while the plugin's code runs: another number each time */
	_Atomic uint32_t suspended;  /* 1 while the main thread has the plugin for itself */

	/* Where read(2) puts wake bytes, which are not 0; 0 again once they are counted in wakes. The kernel takes a byte
	   out of the pipe and writes it here before any signal can end the thread: so no byte dies unseen with its reader.
	 */
	uint8_t wake_bytes[AUDIO_WAKES_AT_ONCE];

	/* By the host process. */
	_Atomic uint32_t block_at;        /* of the block record in the core's memory; 0: that is not in use yet */
	_Atomic uint32_t wants;           /* it is ready, and waits for the pipes */
	_Atomic uint32_t daw_is_realtime; /* a DAW that is not may not have looked at the counter yet: see look.h */

	_Atomic uint32_t version; /* of the protocol */
	_Atomic int32_t client;   /* enum host_client */
	_Atomic uint32_t answers_show;

	/* By the supervisor. */
	_Atomic uint32_t daw_is_gone;
};

#endif
