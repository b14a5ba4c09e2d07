/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's wait: one blocking read of the wake pipe, without a poll before it, which would cost a second
 * system call per block. A thread that needs something else (a finished request, the end) leaves a command and
 * interrupts the read with a signal. A signal that arrives after the thread looked for commands and before it is
 * inside read(2) is lost, so the sender repeats it until the thread has left the wait; see command.c and
 * recovery/watch.c. Where time matters (a deferred block, replies that may be unread), a poll precedes the read; never
 * while blocks follow one another normally.
 */
#include <errno.h>
#include <poll.h>
#include <time.h>

#include "audio.h"

static struct core *const core = &audio.core;

/* ---- events ---- */

static void note_wake_time(void)
{
	struct block *block = audio.block;
	block->wake_ms = block->read_ms = audio_note_time();
	atomic_store_explicit(&audio.shared->last_ms, block->read_ms, memory_order_relaxed);
}

static enum audio_event woken(uint32_t waited)
{
	struct block *block = audio.block;
	if (block->record_bytes != sizeof *block)
		core_trap("its memory was overwritten");
	wake_take();
	block->wakes_unread = wakes_ahead();
	block->wake_waited = waited;
	block->is_being_answered = (uint32_t)request_is_claimed();
	block->replies_unread = host_counts_replies(core) ? order_unread_at_wake() : 0;
	return AUDIO_WAKE;
}

static enum audio_event happened(enum audio_event event)
{
	audio.block->wake_ms = audio.block->read_ms = audio_note_time();
	audio.block->wakes_unread = wakes_unread();
	audio.block->replies_unread = host_counts_replies(core) ? pipes_unread(audio.reply_fd) : 0;
	return event;
}

static enum audio_event failed(enum audio_event event, int32_t error)
{
	audio.error = -error;
	return event;
}

/* ---- the wait ---- */

/* If this thread got its processor that late, the wake byte is not fresh: the DAW's thread has been spinning since. */
#define FRESH_US 300u

/* Like wakes_read; -ETIME: nothing came in that time. us < 0: no limit. */
static int32_t read_within(long us)
{
	struct pollfd items[] = {{.fd = audio.wake_fd, .events = POLLIN}, {.fd = order_fd(), .events = POLLIN},
	    {.fd = audio.also_fd, .events = POLLIN}};
	const struct timespec timeout = {us / 1000000, us % 1000000 * 1000};
	const int ready = ppoll(items, audio.also_fd >= 0 ? 3 : 2, us < 0 ? NULL : &timeout, NULL);
	if (ready <= 0)
		return ready == 0 ? -ETIME : -errno;
	if (items[2].revents != 0)
		return -ECANCELED;
	if (order_look())
		host_replies_taken(core);
	return items[0].revents != 0 ? wakes_read() : -EINTR;
}

static int32_t read_wakes(void)
{
	const int32_t us = host_wait_us(core);
	order_follow(host_expects_unread(core));
	if (us < 0 && audio.also_fd < 0 && order_fd() < 0)
		return wakes_read();
	return read_within(us);
}

/* Wait once. */
static int32_t wait_for_wakes(void)
{
	atomic_store(&audio.shared->waiting, 1);
	const int32_t got = atomic_load(&audio.commands) == 0 ? read_wakes() : -EINTR;
	atomic_store(&audio.shared->waiting, 0);
	if (atomic_load(&audio.shared->sleepers) != 0)
		audio.hooks->wake_sleepers();
	return got;
}

/* 0 or -errno. If the process is killed between the core's decision and the write, a block's answer is lost, so no
   system call separates them. Only a request's first byte may start order_follow there: the supervisor knows of it. */
static int32_t reply(void)
{
	if (host_replies_pending(core)) {
		order_follow(host_expects_unread(core));
		order_before_reply();
	}
	const int32_t replies = host_replies(core);
	int32_t error = 0;
	if (replies > 0) {
		order_follow(host_expects_unread(core));
		order_replied((uint32_t)replies);
		error = replies_write(replies);
	}
	if (!host_replies_pending(core))
		request_replied();
	return audio.needs_replies ? error : 0;
}

enum audio_event audio_wait(void)
{
	const int32_t error = reply();
	if (error < 0)
		return failed(AUDIO_REPLY_FAILED, error);
	atomic_fetch_add_explicit(&audio.shared->cycles, 1, memory_order_relaxed);
	if (atomic_load_explicit(&audio.commands, memory_order_relaxed) != 0)
		return happened(AUDIO_INTERRUPTED);
	if (wakes_ahead() > 0) {
		note_wake_time();
		return woken(1);
	}
	for (;;) {
		const int asks_delay = host_replies_pending(core);
		const uint32_t delay_before_us = asks_delay ? delay_us() : 0;
		uint32_t waited = audio.block->wakes_unread != 0;
		const int32_t got = wait_for_wakes();
		if (got > 0) {
			waited |= asks_delay && delay_us() - delay_before_us > FRESH_US;
			note_wake_time();
			wakes_count((uint32_t)got);
			wakes_drop(host_wakes_given_up(core, (uint32_t)got - 1));
			return woken(waited);
		}
		if (got == 0)
			return AUDIO_CLOSED;
		if (got == -ECANCELED)
			return happened(AUDIO_INTERRUPTED);
		if (got != -EINTR && got != -ETIME)
			return failed(AUDIO_FAILED, got);
		if (atomic_load(&audio.commands) != 0)
			return happened(AUDIO_INTERRUPTED);
		if (got == -ETIME)
			return happened(AUDIO_TIME);
	}
}

void audio_reply_at_wake(void)
{
	const int32_t replies = host_replies_at_wake(core);
	if (replies > 0) {
		replies_write(replies);
		request_replied();
	}
	const int32_t us = host_reader_us(core);
	if (us <= 0)
		return;
	host_reader_came(core, replies_are_read(us));
	audio_note_time();
}
