/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread with ordinary scheduling, for what a thread with real-time scheduling must not do (see reap.c). On a busy
 * machine it may have to wait for a processor for milliseconds; blocks are answered meanwhile.
 */
#include <poll.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "../os/small-thread.h"
#include "supervisor.h"

static sem_t called;
static void (*usual)(void);

/* At most one at a time. */
static struct {
	_Atomic(void (*)(void *)) run;
	void *argument;
	int done_fd;
} work = {.done_fd = -1};

static void *serve(void *unused)
{
	(void)unused;
	for (;;) {
		if (sem_wait(&called) != 0)
			continue;
		void (*const run)(void *) = atomic_exchange(&work.run, NULL);
		if (run == NULL) {
			usual();
			continue;
		}
		run(work.argument);
		const uint64_t one = 1;
		if (write(work.done_fd, &one, sizeof one) < 0)
			continue; /* cannot happen: the counter is 0 */
	}
	return NULL;
}

bool ordinary_init(void (*function)(void))
{
	usual = function;
	work.done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return work.done_fd >= 0 && sem_init(&called, 0, 0) == 0 && small_thread_start(serve, NULL) == 0;
}

void ordinary_call(void)
{
	sem_post(&called);
}

void ordinary_run(void (*run)(void *), void *argument)
{
	work.argument = argument;
	atomic_store(&work.run, run);
	sem_post(&called);
	uint64_t count;
	while (read(work.done_fd, &count, sizeof count) < 0) {
		struct pollfd done = {.fd = work.done_fd, .events = POLLIN};
		if (!supervisor.answers || supervisor.is_leaving)
			poll(&done, 1, -1);
		else if (!answer_until(work.done_fd))
			supervisor_leave();
	}
}
