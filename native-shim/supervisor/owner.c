/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notices at once that the host process's audio thread has ended. When a process is killed, the kernel reports it only
 * after it has freed its memory, which takes some 7 ms; its threads are gone long before. So the thread itself is
 * watched, by a pidfd for threads (Linux 6.9). Without that, the end of the process is noticed.
 */
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "supervisor.h"

/* pidfd_open(2); older headers lack it. */
#define THREAD_PIDFD 0200u

static int thread_fd = -1;
static pid_t thread;

static void forget(void)
{
	if (thread_fd >= 0)
		close(thread_fd);
	thread_fd = -1;
}

void owner_follow(void)
{
	/* Plugin code can write this number. A wrong one costs the early notice, or a look too many. */
	const pid_t now = atomic_load(&supervisor.shared->thread_id);
	if (now == thread)
		return;
	forget();
	thread = now;
	thread_fd = now > 0 ? (int)syscall(SYS_pidfd_open, now, THREAD_PIDFD) : -1;
	struct epoll_event event = {.events = EPOLLIN, .data.fd = thread_fd};
	if (thread_fd >= 0 && epoll_ctl(supervisor.events_fd, EPOLL_CTL_ADD, thread_fd, &event) != 0)
		forget();
}

bool owner_has_ended(int fd)
{
	if (fd < 0 || fd != thread_fd)
		return false;
	forget();
	return true;
}
