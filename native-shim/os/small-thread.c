/* SPDX-License-Identifier: BSD-2-Clause */
/* Starts detached threads with a small stack. */
#include "small-thread.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>

#define STACK_BYTES 65536u

int32_t small_thread_start(void *(*run)(void *), void *argument)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	pthread_t thread;
	const int error = pthread_create(&thread, &attributes, run, argument);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -error;
}
