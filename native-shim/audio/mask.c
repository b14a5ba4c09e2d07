/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sets and restores the audio thread's signal mask: if a plugin blocked the signal that interrupts our waits, commands
 * of the main thread would not get through.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "../os/signals.h"
#include "audio.h"

static sigset_t mask;

int32_t audio_mask_set(void)
{
	sigfillset(&mask);
	sigdelset(&mask, AUDIO_INTERRUPT_SIGNAL);
	sigdelset(&mask, AUDIO_HANG_SIGNAL);
	sigdelset(&mask, SIGXCPU); /* on a busy machine no other thread may run in time; see enter.c */
	for (unsigned i = 0; i < FAULT_SIGNALS; i++)
		sigdelset(&mask, fault_signals[i]);
	return -pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

void audio_mask_keep(void)
{
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
}
