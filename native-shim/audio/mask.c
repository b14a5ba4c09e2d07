/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sets and restores the audio thread's signal mask: if a plugin blocked the signal that interrupts our waits, commands
 * of the main thread would not get through.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../os/signals.h"
#include "audio.h"

/* A system call in each block would cost more than all else that the host does around it. A plugin that changes the
 * mask usually does so from its first block on; from then on it is restored after each. */
#define FIRST_CALLS 64u
#define CALLS_APART 16u

static sigset_t mask;

int32_t audio_mask_set(void)
{
	sigfillset(&mask);
	sigdelset(&mask, AUDIO_INTERRUPT_SIGNAL);
	sigdelset(&mask, AUDIO_HANG_SIGNAL);
	sigdelset(&mask, SIGXCPU); /* on a busy machine no other thread may run in time; see enter.c */
	for (unsigned i = 0; i < FAULT_SIGNALS; i++)
		sigdelset(&mask, fault_signals[i]);
	const int error = pthread_sigmask(SIG_SETMASK, &mask, NULL);
	pthread_sigmask(SIG_SETMASK, NULL, &mask); /* as the system has it: some signals cannot be blocked */
	return -error;
}

/* Compared bit by bit: a sigset_t has more room than the kernel has signals. */
static bool is_same(const sigset_t *other)
{
	for (int signal = 1; signal < NSIG; signal++)
		if (sigismember(other, signal) != sigismember(&mask, signal))
			return false;
	return true;
}

void audio_mask_keep(void)
{
	static uint32_t calls;
	static bool is_changed; /* by the plugin, at least once */
	if (++calls > FIRST_CALLS && calls % CALLS_APART != 0 && !is_changed)
		return;
	sigset_t found;
	if (!is_changed && pthread_sigmask(SIG_SETMASK, &mask, &found) == 0)
		is_changed = !is_same(&found);
	else
		pthread_sigmask(SIG_SETMASK, &mask, NULL);
}
