/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW's two pipes: bytes in, bytes out, and how many are unread. The host has the write end of the reply pipe, and
 * never opens the other one.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "audio.h"

void pipes_use(int daw_to_host, int host_to_daw)
{
	audio.wake_fd = daw_to_host;
	audio.reply_fd = host_to_daw;
	/* Only our write end: a full pipe (unread replies) must not stop the audio thread. */
	const int flags = fcntl(host_to_daw, F_GETFL);
	if (flags >= 0)
		fcntl(host_to_daw, F_SETFL, flags | O_NONBLOCK);
	/* poll reports a pipe of one page as writable exactly when it is empty, so the host learns without polling
	 * repeatedly that the DAW has read its reply. There is still room for thousands of replies. */
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
	const struct timespec timeout = {0, us * 1000L};
	return audio.sees_replies && ppoll(&item, 1, &timeout, NULL) > 0;
}

/* ---- wakes ---- */

uint32_t pipes_unread(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? (uint32_t)bytes : 0;
}

static uint32_t noted(void)
{
	return atomic_load_explicit(&audio.shared->wakes, memory_order_relaxed);
}

/* Everything written before is visible when this is. */
static void note(uint32_t wakes)
{
	atomic_store_explicit(&audio.shared->wakes, wakes, memory_order_release);
}

uint32_t wakes_ahead(void)
{
	const uint32_t wakes = noted();
	return (wakes & ~AUDIO_WAKE_IN_PROGRESS) - (wakes / AUDIO_WAKE_IN_PROGRESS);
}

void wake_take(void)
{
	audio.block->wake_is_known = 0;
	note(noted() | AUDIO_WAKE_IN_PROGRESS);
}

void wake_done(void)
{
	note((noted() & ~AUDIO_WAKE_IN_PROGRESS) - 1);
}

void wakes_drop(uint32_t count)
{
	note(noted() - count);
}

void wakes_add(void)
{
	note(noted() + 1);
}

/* They stay in wake_bytes until they are counted in wakes. */
void wakes_count(uint32_t count)
{
	note(count);
	atomic_signal_fence(memory_order_seq_cst);
	for (uint32_t i = 0; i < count; i++)
		audio.shared->wake_bytes[i] = 0;
}

bool wakes_inherit(uint32_t most)
{
	const uint32_t wakes = noted();
	uint32_t count = wakes & ~AUDIO_WAKE_IN_PROGRESS, read = 0;
	count -= count != 0 && (wakes & AUDIO_WAKE_IN_PROGRESS) != 0 && audio.block->wake_is_known != 0;
	while (read < AUDIO_WAKES_AT_ONCE && audio.shared->wake_bytes[read] != 0)
		audio.shared->wake_bytes[read++] = 0;
	count = count > read ? count : read;
	note(count <= most ? count : 0);
	return read != 0;
}

uint32_t wakes_unread(void)
{
	return wakes_ahead() + pipes_unread(audio.wake_fd);
}

int wake_is_coming(void)
{
	struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
	const struct timespec timeout = {0, 50000};
	return wakes_ahead() > 0 || ppoll(&item, 1, &timeout, NULL) > 0;
}

int32_t wakes_read(void)
{
	const ssize_t got = read(audio.wake_fd, audio.shared->wake_bytes, AUDIO_WAKES_AT_ONCE);
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
	wakes_drop(ahead);
	uint8_t bytes[AUDIO_WAKES_AT_ONCE];
	for (uint32_t left = count - ahead; left > 0;) { /* they are available, and no one else reads */
		const ssize_t got = read(audio.wake_fd, bytes, left < sizeof bytes ? left : sizeof bytes);
		if (got <= 0)
			break;
		left -= (uint32_t)got;
	}
}
