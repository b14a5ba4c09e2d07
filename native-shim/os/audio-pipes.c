/*
 * The DAW's two pipes: bytes in, bytes out. Audio thread.
 */
#include "audio-wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define WAKES_AHEAD 256
#define REPLIES_MAX 17

int32_t audio_use_loopback(void)
{
	int pair[2];
	if (pipe2(pair, O_CLOEXEC) != 0)
		return -errno;
	audio.wake_fd = pair[0];
	audio.reply_fd = pair[1];
	audio.is_loopback = 1;
	return 0;
}

int32_t audio_use_pipes(int32_t daw_to_host, int32_t host_to_daw)
{
	close(audio.wake_fd);
	close(audio.reply_fd);
	audio.wake_fd = daw_to_host;
	audio.reply_fd = host_to_daw;
	audio.is_loopback = 0;
	audio.unread_wakes = 0;
	stale_forget();
	arrivals_end();
	/* Only our write end: a full pipe (65 536 replies that nobody reads) must not stop the audio thread. */
	const int flags = fcntl(host_to_daw, F_GETFL);
	return flags >= 0 && fcntl(host_to_daw, F_SETFL, flags | O_NONBLOCK) == 0 ? 0 : -errno;
}

/* ---- replies ---- */

int32_t write_replies(int32_t replies)
{
	static const uint8_t bytes[REPLIES_MAX] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	if (replies > REPLIES_MAX)
		replies = REPLIES_MAX;
	while (write(audio.reply_fd, bytes, (size_t)replies) < 0) {
		if (errno == EAGAIN)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
	return 0;
}

/* ---- wakes ---- */

int unread_bytes(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

int wake_comes_within(long us)
{
	struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
	const struct timespec patience = {us / 1000000, us % 1000000 * 1000};
	return ppoll(&item, 1, &patience, NULL) > 0;
}

int32_t audio_wake_is_coming(void)
{
	return audio.unread_wakes > 0 || wake_comes_within(50);
}

int32_t read_wakes(void)
{
	uint8_t bytes[WAKES_AHEAD];
	const ssize_t got = read(audio.wake_fd, bytes, sizeof bytes);
	if (got >= 0) {
		arrivals_read((int32_t)got);
		return (int32_t)got;
	}
	if (errno == EAGAIN) { /* the DAW made its end non-blocking */
		struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
		poll(&item, 1, 100);
		return -EINTR;
	}
	return -errno;
}

int32_t audio_skip_stale_wakes(int32_t keep)
{
	const int queued = unread_bytes(audio.wake_fd);
	int skip = audio.unread_wakes + queued - keep;
	const int skipped = skip > 0 ? skip : 0;
	const int ahead = skip < audio.unread_wakes ? skip : audio.unread_wakes;
	if (ahead > 0) {
		audio.unread_wakes -= ahead;
		skip -= ahead;
	}
	uint8_t bytes[WAKES_AHEAD];
	while (skip > 0) { /* they are there, and nobody else reads */
		const ssize_t got = read(audio.wake_fd, bytes, skip < WAKES_AHEAD ? (size_t)skip : WAKES_AHEAD);
		if (got <= 0)
			break;
		arrivals_read((int32_t)got);
		skip -= (int)got;
	}
	return skipped;
}
