/* SPDX-License-Identifier: BSD-2-Clause */
/* The set of descriptors whose events wake the supervisor: everything except wake bytes. */
#include <sys/epoll.h>
#include <unistd.h>

#include "supervisor.h"

bool events_open(void)
{
	supervisor.events_fd = epoll_create1(EPOLL_CLOEXEC);
	return supervisor.events_fd >= 0;
}

bool events_watch(int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
	return fd >= 0 && epoll_ctl(supervisor.events_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

void events_close(int *fd)
{
	if (*fd < 0)
		return;
	/* A process that is just being started may hold it, too. Closing it here would not remove it from the set then. */
	epoll_ctl(supervisor.events_fd, EPOLL_CTL_DEL, *fd, NULL);
	close(*fd);
	*fd = -1;
}
