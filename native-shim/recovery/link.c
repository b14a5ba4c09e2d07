/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The link: a pipe to the supervisor that tells by its end that this process has ended.
 *
 * The kernel reports a process's end when its memory has been given back, which takes milliseconds. So a thread with a
 * private table of descriptors, which holds nothing but the link, holds it open: it is killed with the others,
 * and its table is closed at once. It also tells of execve, which ends all other threads, and nothing that plugins
 * close can be in it.
 */
#include "process.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../os/small-thread.h"

/* It never runs but to end, and then the DAW waits: on a busy machine it must not wait for its turn. */
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
		syscall(SYS_close_range, 0, link - 1, 0);
		syscall(SYS_close_range, link + 1, UINT_MAX, 0);
	}
	for (;;)
		pause();
	return NULL;
}

int32_t link_hold(void)
{
	return own_process.link_fd < 0 ? 0 : small_thread_start(hold);
}
