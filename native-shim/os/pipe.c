/* SPDX-License-Identifier: BSD-2-Clause */
/* Pipes for the DAW's side: open, write one byte, wait for one. */
#include "os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

int32_t pipe_open(int32_t *fds)
{
	int pair[2];
	if (pipe2(pair, O_CLOEXEC) != 0)
		return -errno;
	fds[0] = pair[0];
	fds[1] = pair[1];
	return 0;
}

int32_t pipe_signal(int32_t fd)
{
	const uint8_t byte = 1;
	return write(fd, &byte, 1) == 1 ? 0 : -errno;
}

int32_t pipe_wait(int32_t fd, int32_t timeout_ms)
{
	struct pollfd item = {.fd = fd, .events = POLLIN};
	const int ready = poll(&item, 1, timeout_ms);
	if (ready <= 0)
		return ready == 0 ? 0 : -errno;
	uint8_t byte;
	const ssize_t got = read(fd, &byte, 1);
	if (got == 0)
		return -EPIPE;
	return got == 1 ? 1 : -errno;
}

int32_t pipe_unread(int32_t fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : -errno;
}
