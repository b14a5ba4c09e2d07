/* SPDX-License-Identifier: BSD-2-Clause */
/* The pipe that wakes the main thread's event loop. */
#include "notify.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "os.h"

static int notify_fds[2] = {-1, -1};

int32_t notify_open(void)
{
	if (notify_fds[0] < 0 && pipe2(notify_fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return -errno;
	return notify_fds[0];
}

int32_t notify_renew(void)
{
	int fds[2];
	if (notify_fds[0] < 0)
		return 0;
	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0)
		return -errno;
	const bool is_done = dup3(fds[0], notify_fds[0], O_CLOEXEC) >= 0 && dup3(fds[1], notify_fds[1], O_CLOEXEC) >= 0;
	const int error = errno;
	close(fds[0]);
	close(fds[1]);
	return is_done ? 0 : -error;
}

bool notify_is_open(void)
{
	return notify_fds[1] >= 0;
}

void notify_main(void)
{
	/* A full pipe means that the main thread has already been woken. */
	const int saved = errno;
	if (notify_fds[1] >= 0 && write(notify_fds[1], "", 1) < 0)
		errno = saved;
}
