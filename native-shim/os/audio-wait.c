/*
 * The audio thread's wait.
 *
 * It is one blocking read on the wake pipe: no poll before it, which would cost a second system call per block. Whoever
 * wants something else of the thread (a finished request, the end) leaves a command and breaks the read with a signal.
 * A signal that arrives after the thread looked for commands and before it is inside read(2) is lost, so the sender
 * repeats it until the thread has left the wait; see audio_interrupt and watch.c.
 *
 * Stale replies. A client that gave up (after 100 ms) does not take its reply any more; the byte would answer its next
 * block at once, and every block after that would be one late for ever. They are healed twice: when idle the watch
 * reads them away through a reader of its own; and after anything suspicious the thread itself counts unread replies at
 * a wake and holds as many replies back. That is right only for a wake byte written after our last reply: the client
 * writes it after it has taken that reply, or given it up. Bytes that were queued before prove nothing.
 */
#include "audio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define WAKES_AHEAD 16
#define SUSPICIOUS_WAKES 16
/* A client waits 100 ms for a block; after that an unread reply is stale. It waits 5 s for a request, but takes a reply
   that is there at once, if it wants it: today's clients look at the status first, and then leave the reply unread. */
#define BLOCK_REPLY_STALE_MS 200u
#define REQUEST_REPLY_STALE_MS 500u

struct audio audio = {.wake_fd = -1, .reply_fd = -1};

uint32_t clock_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

int32_t audio_use_loopback(void)
{
	int pair[2];
	if (pipe2(pair, O_CLOEXEC) != 0)
		return -errno;
	audio.wake_fd = pair[0];
	audio.reply_fd = pair[1];
	return 0;
}

int32_t audio_use_pipes(int32_t daw_to_host, int32_t host_to_daw)
{
	close(audio.wake_fd);
	close(audio.reply_fd);
	audio.wake_fd = daw_to_host;
	audio.reply_fd = host_to_daw;
	audio.unread_wakes = 0;
	audio.stale_replies = 0;
	audio.suspicious = 0;
	/* Only our write end: a full pipe (65 536 replies that nobody reads) must not stop the audio thread. */
	const int flags = fcntl(host_to_daw, F_GETFL);
	return flags >= 0 && fcntl(host_to_daw, F_SETFL, flags | O_NONBLOCK) == 0 ? 0 : -errno;
}

static int unread_bytes(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

static int request_reply_may_be_awaited(uint32_t now)
{
	return atomic_load_explicit(&audio.has_request, memory_order_relaxed) &&
	       now - atomic_load_explicit(&audio.request_ms, memory_order_relaxed) < REQUEST_REPLY_STALE_MS;
}

static int32_t reply(int32_t replies)
{
	if (audio.suspicious > 0)
		audio.next_wake_is_fresh = audio.unread_wakes == 0 && unread_bytes(audio.wake_fd) == 0;
	static const uint8_t bytes[WAKES_AHEAD + 1] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	if (audio.stale_replies > 0) {
		const int held = replies < audio.stale_replies ? replies : audio.stale_replies;
		replies -= held;
		audio.stale_replies -= held;
	}
	if (replies <= 0)
		return 0;
	if (replies > WAKES_AHEAD + 1)
		replies = WAKES_AHEAD + 1;
	while (write(audio.reply_fd, bytes, (size_t)replies) < 0) {
		if (errno == EAGAIN)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
	return 0;
}

/* Read wake bytes: > 0, 0 at end of file, -errno. */
static int32_t read_wakes(void)
{
	uint8_t bytes[WAKES_AHEAD];
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

static int32_t woken(void)
{
	const uint32_t now = clock_ms();
	audio.block->wake_ms = now;
	atomic_store_explicit(&audio.last_ms, now, memory_order_relaxed);
	if (audio.unread_wakes > 0)
		audio.suspicious = SUSPICIOUS_WAKES;
	if (audio.suspicious > 0 && !request_reply_may_be_awaited(now)) {
		audio.suspicious--;
		if (audio.next_wake_is_fresh && !atomic_load(&audio.draining))
			audio.stale_replies = unread_bytes(audio.reply_fd);
	}
	return AUDIO_WAKE;
}

static int32_t interrupted(void)
{
	audio.block->wake_ms = clock_ms();
	return AUDIO_INTERRUPTED;
}

int32_t audio_reply_and_wait(int32_t replies)
{
	audio.error = -reply(replies);
	if (audio.error != 0)
		return AUDIO_REPLY_FAILED;
	atomic_fetch_add_explicit(&audio.cycles, 1, memory_order_relaxed);
	if (atomic_load_explicit(&audio.commands, memory_order_relaxed) != 0)
		return interrupted();
	if (audio.unread_wakes > 0) {
		audio.unread_wakes--;
		return woken();
	}
	for (;;) {
		atomic_store(&audio.waiting, 1);
		int32_t got = -EINTR;
		if (atomic_load(&audio.commands) == 0)
			got = read_wakes();
		atomic_store(&audio.waiting, 0);
		if (got > 0) {
			audio.unread_wakes = got - 1;
			return woken();
		}
		if (got == 0)
			return AUDIO_CLOSED;
		if (got != -EINTR) {
			audio.error = -got;
			return AUDIO_FAILED;
		}
		if (atomic_load(&audio.commands) != 0)
			return interrupted();
	}
}

void audio_note_request_reply(void)
{
	atomic_store_explicit(&audio.request_ms, clock_ms(), memory_order_relaxed);
	atomic_store_explicit(&audio.has_request, 1, memory_order_relaxed);
	audio_be_suspicious();
}

int32_t audio_wake_is_coming(void)
{
	struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
	const struct timespec patience = {.tv_nsec = 50000};
	return audio.unread_wakes > 0 || ppoll(&item, 1, &patience, NULL) > 0;
}

void audio_be_suspicious(void)
{
	audio.suspicious = SUSPICIOUS_WAKES;
}

int32_t audio_errno(void)
{
	return audio.error;
}

void audio_interrupt(void)
{
	if (atomic_load(&audio.waiting))
		syscall(SYS_tgkill, getpid(), audio.thread_id, SIGRTMIN + 5);
}

uint32_t audio_quiet_ms(void)
{
	return clock_ms() - atomic_load_explicit(&audio.last_ms, memory_order_relaxed);
}

void audio_heal_idle(void)
{
	const uint32_t now = clock_ms();
	if (audio_quiet_ms() < BLOCK_REPLY_STALE_MS || request_reply_may_be_awaited(now))
		return;
	/* Either the audio thread sees draining and lets the count be, or we see that it has left the wait. */
	atomic_store(&audio.draining, 1);
	if (atomic_load(&audio.waiting)) {
		int stale = unread_bytes(audio.reply_fd);
		if (stale > 0) {
			char path[64];
			snprintf(path, sizeof path, "/proc/self/fd/%d", audio.reply_fd);
			const int reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
			uint8_t bytes[64];
			while (reader >= 0 && stale > 0) {
				/* First in, first out: exactly the bytes that were counted, never one sent since. */
				const size_t want = stale < (int)sizeof bytes ? (size_t)stale : sizeof bytes;
				const ssize_t got = read(reader, bytes, want);
				if (got <= 0)
					break;
				stale -= (int)got;
			}
			if (reader >= 0)
				close(reader);
		}
	}
	atomic_store(&audio.draining, 0);
}
