/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's cycle: wait, run, answer. Nothing here allocates, locks, logs or waits for anyone but the DAW.
 */
#include "audio.h"
#include "handover.h"
#include "look.h"

#define NO_INVALID_BLOCK_SIZE 1u

static struct core *const core = &audio.core;

static void run_block(void);

/* ---- requests ---- */

/* Parameter changes are pending, but no block comes. */
static void flush(int32_t action)
{
	if (action != HOST_BLOCK)
		return;
	audio_process();
	host_flush_end(core);
}

/* Returns the core's decision. */
static int32_t post_to_main(uint32_t type)
{
	if (type == PROTOCOL_REQUEST_SAVE_STATE || type == PROTOCOL_REQUEST_RESTORE_STATE)
		flush(host_flush_begin(core, audio_plugin_has_changes()));
	if (request_post(type, host_request_wake_ms(core)))
		return HOST_NOTHING;
	return host_request_give_up(core, 0);
}

static int32_t post_request(void)
{
	const uint32_t type = host_request_type(core);
	if (!host_request_is_answered(core)) {
		notice_post(AUDIO_NOTICE_REQUEST, (int32_t)type);
		return HOST_NOTHING;
	}
	return post_to_main(type);
}

static void report_invalid_size(void)
{
	const uint32_t frames = host_invalid_block_size(core);
	if (frames != NO_INVALID_BLOCK_SIZE)
		notice_post(AUDIO_NOTICE_INVALID_BLOCK_SIZE, (int32_t)frames);
}

static void report_refused_parameter(void)
{
	if (host_refused_parameters(core) == 0)
		return;
	const bool is_known = host_refused_parameter_is_known(core) != 0;
	const int32_t notice = is_known ? AUDIO_NOTICE_REFUSED_VALUE : AUDIO_NOTICE_REFUSED_PARAMETER;
	notice_post(notice, (int32_t)host_refused_parameter_id(core));
}

/* Carry out what the core decides; after a request that cannot be posted, also its next decision. */
static void act(int32_t action)
{
	while (action == HOST_REQUEST)
		action = post_request();
	if (action == HOST_BLOCK)
		run_block();
	else
		report_invalid_size();
}

/* Requests that the main thread has finished, and those that it has not finished in time. */
static void finish_requests(int32_t commands)
{
	for (int32_t done = request_take_done(); done >= 0; done = request_take_done()) {
		if (done == REQUEST_SETTLED)
			host_request_settled(core);
		else
			act(host_request_done(core, done));
	}
	if ((commands & AUDIO_COMMAND_GIVE_UP) && request_give_up())
		act(host_request_give_up(core, 1));
}

/* ---- blocks ---- */

static void run_block(void)
{
	const int32_t status = audio_process();
	audio.block->wakes_unread = host_counts_wakes(core) ? wakes_unread() : 0;
	host_block_end(core, status);
	if (host_holds_reply(core) && !wake_is_coming())
		host_release(core);
	report_refused_parameter();
	const uint32_t late = host_lost_blocks(core) ? host_wakes_given_up(core, wakes_unread()) : 0;
	if (late > 0)
		wakes_skip(late);
}

void audio_take_request(void)
{
	if (host_request_outstanding(core) != 0)
		act(post_to_main(host_request_outstanding(core)));
}

void audio_set_mode(int32_t mode)
{
	if (mode != HOST_RUN)
		audio_rest();
	const int32_t action = host_suspend(core, mode);
	handover_set_suspended(mode != HOST_RUN);
	atomic_store_explicit(&audio.shared->suspended, mode != HOST_RUN, memory_order_relaxed);
	act(action);
}

/* ---- the cycle ---- */

/* Returns an enum audio_end, or 0. */
static int32_t obey(int32_t commands)
{
	if (commands & AUDIO_COMMAND_SHUTDOWN)
		return AUDIO_ENDED_SHUTDOWN;
	if (commands & AUDIO_COMMAND_DAW_GONE)
		return AUDIO_ENDED_DAW_GONE;
	if (commands & AUDIO_COMMAND_SUSPEND)
		audio_set_mode(HOST_HOLD);
	if (commands & AUDIO_COMMAND_RESUME)
		audio_set_mode(HOST_RUN);
	if (commands & AUDIO_COMMAND_EXPECT_UNREAD)
		host_expect_unread(core);
	if (commands & AUDIO_COMMAND_FLUSH)
		flush(host_flush(core));
	if (commands & (AUDIO_COMMAND_DONE | AUDIO_COMMAND_GIVE_UP))
		finish_requests(commands);
	return 0;
}

int32_t audio_cycle(void)
{
	for (;;) {
		const enum audio_event event = audio_wait();
		if (event == AUDIO_WAKE) {
			let_daw_look();
			audio_reply_at_wake();
			const int32_t action = host_wake(core);
			wake_done();
			if (action == HOST_SHUTDOWN)
				return AUDIO_ENDED_SHUTDOWN;
			act(action);
		} else if (event == AUDIO_INTERRUPTED) {
			const int32_t end = obey(atomic_exchange(&audio.commands, 0));
			if (end != 0)
				return end;
		} else if (event == AUDIO_TIME)
			act(host_time(core));
		else if (event == AUDIO_CLOSED)
			return AUDIO_ENDED_DAW_CLOSED;
		else
			return (event == AUDIO_FAILED ? AUDIO_ENDED_FAILED : AUDIO_ENDED_REPLY_FAILED) + audio.error;
	}
}
