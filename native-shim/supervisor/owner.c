/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notices at once that the host process's audio thread has ended. When a process is killed, the kernel reports it only
 * after it has freed its memory, which takes some 7 ms; its threads are gone long before. So the thread itself is
 * watched, by a pidfd for threads (Linux 6.9). Without that, the end of the process is noticed.
 */
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

/* pidfd_open(2); older headers lack it. */
#define THREAD_PIDFD 0200u

static int thread_fd = -1;
static pid_t thread;

void owner_follow(void)
{
	/* Plugin code can write this number. A wrong one costs the early notice, or a look too many. */
	const pid_t now = atomic_load(&supervisor.shared->thread_id);
	if (now == thread)
		return;
	events_close(&thread_fd);
	thread = now;
	thread_fd = now > 0 ? (int)syscall(SYS_pidfd_open, now, THREAD_PIDFD) : -1;
	if (!events_watch(thread_fd))
		events_close(&thread_fd);
}

bool owner_has_ended(int fd)
{
	if (fd < 0 || fd != thread_fd)
		return false;
	events_close(&thread_fd);
	return true;
}
