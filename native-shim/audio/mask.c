/*
 * The audio thread's signal mask, and keeping it: a plugin that blocked the signal which ends our waits would make us
 * deaf to the main thread. The kernel is asked only when somebody has changed a mask (preload/mask.c counts).
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#include "../os/signals.h"
#include "audio.h"

static sigset_t mask;
static const atomic_uint *changes;
static unsigned seen;

int32_t audio_mask_set(void)
{
	sigfillset(&mask);
	sigdelset(&mask, AUDIO_INTERRUPT_SIGNAL);
	for (unsigned i = 0; i < FAULT_SIGNALS; i++)
		sigdelset(&mask, fault_signals[i]);
	changes = dlsym(RTLD_DEFAULT, "maolan_mask_changes");
	const int error = pthread_sigmask(SIG_SETMASK, &mask, NULL);
	seen = changes != NULL ? atomic_load_explicit(changes, memory_order_relaxed) : 0;
	return -error;
}

void audio_mask_keep(void)
{
	if (changes == NULL || atomic_load_explicit(changes, memory_order_relaxed) == seen)
		return;
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	seen = atomic_load_explicit(changes, memory_order_relaxed);
}
