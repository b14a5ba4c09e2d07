/*
 * The audio thread's wait.
 *
 * It is one blocking read on the wake pipe: no poll before it, which would cost a second system call per block. Whoever
 * wants something else of the thread (a finished request, the end) leaves a command and breaks the read with a signal.
 * A signal that arrives after the thread looked for commands and before it is inside read(2) is lost, so the sender
 * repeats it until the thread has left the wait; see audio_interrupt and watch.c.
 *
 * Where time matters (a put-off block, replies to look after), the read is preceded by a poll with that time: never
 * while one block follows another and all is well.
 */
#include "audio-wait.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A DAW with two threads has two bytes on the way, a block's and a request's. More of them have queued up while we were
   away, from blocks that were given up since; only the last ones may still be awaited. */
#define WAKES_AWAITED 2
/* A reply so long after its wake, or a wake so long after the one before: something stood still, and the client (which
   waits 100 ms) may have given up. */
#define LATE_MS 40
#define STOOD_STILL_MS 90u

/* Weakly linked: without recovery there is no life before this one. */
__attribute__((weak)) uint32_t recovery_request_type(void);
__attribute__((weak)) uint32_t recovery_request_ms(void);

struct audio audio = {.wake_fd = -1, .reply_fd = -1};

static struct {
	int is_set;
	uint32_t until_ms;
} time_limit;

/* Wakes whose readers died. */
static struct {
	int count;
	int has_ms;
	uint32_t ms; /* when they came */
} owed;

uint32_t clock_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

void audio_owe_wakes(int32_t count)
{
	owed.count = count;
	owed.has_ms = recovery_request_type && recovery_request_ms && recovery_request_type() != 0;
	if (owed.has_ms)
		owed.ms = recovery_request_ms();
	audio.unread_wakes += count;
}

/* ---- replies ---- */

static int32_t reply(int32_t replies)
{
	if ((int32_t)(audio.block->done_ms - audio.block->wake_ms) >= LATE_MS)
		audio_be_suspicious();
	if (audio.suspicious > 0)
		replies = stale_hold_back(replies);
	if (replies <= 0)
		return 0;
	const int32_t error = write_replies(replies);
	if (audio.suspicious > 0)
		stale_replied();
	return error;
}

/* ---- wakes ---- */

/* When the wake came: now, unless it has been waiting since before this life. */
static uint32_t wake_ms(uint32_t now)
{
	if (owed.count == 0)
		return arrivals_ms(audio.unread_wakes, now);
	owed.count--;
	return owed.has_ms ? owed.ms : now;
}

/* in_series: it was read together with the one before. */
static int32_t woken(int in_series)
{
	const uint32_t now = clock_ms();
	const uint32_t still_ms = now - atomic_load_explicit(&audio.last_ms, memory_order_relaxed);
	audio.block->wake_ms = wake_ms(now);
	audio.block->read_ms = now;
	atomic_store_explicit(&audio.last_ms, now, memory_order_relaxed);
	if (audio.unread_wakes > 0 || still_ms >= STOOD_STILL_MS)
		audio_be_suspicious();
	if (audio.suspicious > 0)
		stale_woken(now, in_series && audio.unread_wakes == 0);
	return AUDIO_WAKE;
}

static int32_t interrupted(int32_t event)
{
	audio.block->wake_ms = audio.block->read_ms = clock_ms();
	return event;
}

/* ---- the wait ---- */

void audio_wait_at_most(int32_t ms)
{
	time_limit.is_set = 1;
	time_limit.until_ms = clock_ms() + (uint32_t)ms;
}

/* Microseconds for which the wait may last, -1: for ever. */
static long wait_us(void)
{
	const long look_us = stale_look_in_us();
	if (!time_limit.is_set)
		return look_us;
	const int32_t left_ms = (int32_t)(time_limit.until_ms - clock_ms());
	const long left_us = left_ms > 0 ? left_ms * 1000L : 0;
	return look_us >= 0 && look_us < left_us ? look_us : left_us;
}

/* As read_wakes; -ETIME: nothing came in that time. */
static int32_t read_wakes_within(long us)
{
	struct pollfd item = {.fd = audio.wake_fd, .events = POLLIN};
	const struct timespec patience = {us / 1000000, us % 1000000 * 1000};
	const int ready = ppoll(&item, 1, &patience, NULL);
	if (ready > 0)
		return read_wakes();
	return ready == 0 ? -ETIME : -errno;
}

/* Wait once: as read_wakes_within. */
static int32_t wait_for_wakes(void)
{
	atomic_store(&audio.waiting, 1);
	int32_t got = -EINTR;
	if (atomic_load(&audio.commands) == 0) {
		const long us = wait_us();
		got = us < 0 ? read_wakes() : read_wakes_within(us);
	}
	atomic_store(&audio.waiting, 0);
	return got;
}

static int time_is_over(void)
{
	if (!time_limit.is_set || (int32_t)(time_limit.until_ms - clock_ms()) > 0)
		return 0;
	time_limit.is_set = 0;
	return 1;
}

int32_t audio_reply_and_wait(int32_t replies)
{
	audio.error = -reply(replies);
	if (audio.error != 0)
		return AUDIO_REPLY_FAILED;
	requests_replied();
	atomic_fetch_add_explicit(&audio.cycles, 1, memory_order_relaxed);
	if (atomic_load_explicit(&audio.commands, memory_order_relaxed) != 0)
		return interrupted(AUDIO_INTERRUPTED);
	if (audio.unread_wakes > 0) {
		audio.unread_wakes--;
		return woken(1);
	}
	for (;;) {
		const int32_t got = wait_for_wakes();
		if (got > 0) {
			audio.unread_wakes = (got < WAKES_AWAITED ? got : WAKES_AWAITED) - 1;
			return woken(0);
		}
		if (got == 0)
			return AUDIO_CLOSED;
		if (got != -EINTR && got != -ETIME) {
			audio.error = -got;
			return AUDIO_FAILED;
		}
		if (atomic_load(&audio.commands) != 0)
			return interrupted(AUDIO_INTERRUPTED);
		if (time_is_over())
			return interrupted(AUDIO_TIME);
		if (got == -ETIME)
			stale_look();
		else
			stale_heal();
	}
}

int32_t audio_errno(void)
{
	return audio.error;
}

void audio_interrupt(void)
{
	if (atomic_load(&audio.waiting))
		syscall(SYS_tgkill, getpid(), audio.thread_id, AUDIO_INTERRUPT_SIGNAL);
}

uint32_t audio_quiet_ms(void)
{
	return clock_ms() - atomic_load_explicit(&audio.last_ms, memory_order_relaxed);
}
