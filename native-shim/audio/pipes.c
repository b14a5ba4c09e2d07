/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW's two pipes: bytes in, bytes out, and how many lie unread. Of the reply pipe the host has the write end, and
 * never opens the other one.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "audio.h"

#define WAKES_AT_ONCE 256u

void pipes_use(int daw_to_host, int host_to_daw)
{
	audio.wake_fd = daw_to_host;
	audio.reply_fd = host_to_daw;
	/* Only our write end: a full pipe (unread replies) must not stop the audio thread. */
	const int flags = fcntl(host_to_daw, F_GETFL);
	if (flags >= 0)
		fcntl(host_to_daw, F_SETFL, flags | O_NONBLOCK);
	/* A pipe of one page is writable for poll exactly when it is empty: so the host learns, without asking again and
	   again, that the DAW has read its reply. There is still room for thousands of them. */
	audio.sees_replies = fcntl(host_to_daw, F_SETPIPE_SZ, 1) == (int)sysconf(_SC_PAGESIZE);
}

/* ---- replies ---- */

int32_t replies_write(int32_t count)
{
	static const uint8_t bytes[PROTOCOL_REPLIES_MAX] = {
	    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	while (write(audio.reply_fd, bytes, (size_t)count) < 0) {
		if (errno == EAGAIN)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
	return 0;
}

int replies_are_read(int32_t us)
{
	struct pollfd item = {.fd = audio.reply_fd, .events = POLLOUT};
	const struct timespec patience = {0, us * 1000L};
	return audio.sees_replies && ppoll(&item, 1, &patience, NULL) > 0;
}

/* ---- wakes ---- */

uint32_t pipes_unread(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? (uint32_t)bytes : 0;
}

uint32_t wakes_ahead(void)
{
	return atomic_load_explicit(&audio.shared->wakes_ahead, memory_order_relaxed);
}

void wakes_set_ahead(uint32_t count)
{
	atomic_store_explicit(&audio.shared->wakes_ahead, count, memory_order_relaxed);
}

uint32_t wakes_unread(void)
{
	return wakes_ahead() + pipes_unread(audio.wake_fd);
}

int wake_is_coming(void)
{
	struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
	const struct timespec patience = {0, 50000};
	return wakes_ahead() > 0 || ppoll(&item, 1, &patience, NULL) > 0;
}

int32_t wakes_read(void)
{
	uint8_t bytes[WAKES_AT_ONCE];
	const ssize_t got = read(audio.wake_fd, bytes, sizeof bytes);
	if (got >= 0)
		return (int32_t)got;
	if (errno == EAGAIN) { /* the DAW made its end non-blocking */
		struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
		poll(&item, 1, 100);
		return -EINTR;
	}
	return -errno;
}

void wakes_skip(uint32_t count)
{
	const uint32_t ahead = count < wakes_ahead() ? count : wakes_ahead();
	wakes_set_ahead(wakes_ahead() - ahead);
	uint8_t bytes[WAKES_AT_ONCE];
	for (uint32_t left = count - ahead; left > 0;) { /* they are there, and no one else reads */
		const ssize_t got = read(audio.wake_fd, bytes, left < WAKES_AT_ONCE ? left : WAKES_AT_ONCE);
		if (got <= 0)
			break;
		left -= (uint32_t)got;
	}
}
