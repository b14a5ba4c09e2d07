/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pipe to the supervisor that reports the end of this process by end-of-file, and calls by a byte.
 *
 * A thread with a private descriptor table, which contains only the pipe, holds it open, so that a plugin that closes
 * all descriptors does not look like a process that ends. Both tables are closed when the process ends, and by execve,
 * which ends all other threads.
 */
#include "process.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include "../os/small-thread.h"
#include "close-range.h"

/* It runs only to end, while the DAW waits, so it must not queue for a CPU on a busy machine. */
static void set_scheduling(void)
{
	const struct sched_param parameter = {.sched_priority = 1};
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter);
}

static void *hold(void *unused)
{
	(void)unused;
	set_scheduling();
	pthread_setname_np(pthread_self(), "maolan-link");
	const unsigned link = (unsigned)own_process.link_fd;
	if (unshare(CLONE_FILES) == 0 && link > 2) {
		close_fd_range(0, link - 1, 0);
		close_fd_range(link + 1, UINT_MAX, 0);
	}
	for (;;)
		pause();
	return NULL;
}

int32_t link_hold(void)
{
	return own_process.link_fd < 0 ? 0 : small_thread_start(hold, NULL);
}
