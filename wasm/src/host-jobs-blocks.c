/* SPDX-License-Identifier: BSD-2-Clause */
/* Blocks: run, answered, put off while a request or a hold keeps them back, or given up by the client. */
#include "core.h"
#include "host-jobs.h"
#include "host.h"
#include "request.h"
#include "window.h"

/* ---- run and answered ---- */

/* A client that looks has given nothing up as long as it has sent nothing else; and what other clients of the counter
   have given up is known by their next block, not by time. */
void jobs_drop_late(uint32_t now_ms)
{
	if (jobs.client == HOST_CLIENT_LOOKS || answers_by_counter() || waiting_drop_late(now_ms) == 0)
		return;
	jobs.lost_blocks = 1;
	host_expect_unread();
}

/* In this order: bytes may be read by the client before anything else happens here. */
void jobs_answer_waiting(void)
{
	if (jobs.is_behind)
		return;
	if (jobs.unanswered != 0 && window_layout->response_counter != 0) {
		word_add(window_layout->response_counter, jobs.unanswered);
		replies_counted();
	}
	jobs.unanswered = 0;
	if (answers_by_counter())
		waiting_forget();
	else if (waiting_count() != 0) {
		int32_t age_ms = (int32_t)waiting_age_ms(host_record.done_ms);
		replies_add_blocks(waiting_take(), age_ms > 0 ? (uint32_t)age_ms : 0);
	}
}

/* One run answers all that wait: the header describes only the newest. A block of a size not allowed is answered
 * without a run, and so is every block while there is no plugin to run. */
int32_t jobs_run_block(void)
{
	if (jobs.suspended || jobs_main_thread_restores() || replies_would_be_taken())
		block_bypass();
	else if (block_begin()) {
		replies_run();
		return HOST_BLOCK;
	}
	jobs_answer_waiting();
	return HOST_NOTHING;
}

/* Nothing keeps the blocks back any more that wait, but perhaps a hold. */
int32_t jobs_go_on(void)
{
	jobs_drop_late(host_record.wake_ms);
	if (waiting_to_run() != 0 && jobs.suspended == HOST_HOLD && !jobs.hold_is_over)
		return HOST_NOTHING;
	if (waiting_to_run() != 0)
		return jobs_run_block();
	jobs_answer_waiting();
	return HOST_NOTHING;
}

void host_block_end(int32_t status)
{
	block_finish(status);
	replies_have_run();
	jobs_drop_late(host_record.done_ms);
	waiting_have_run();
	if (answers_by_counter()) {
		jobs.is_behind = jobs_block_wakes_unread() != 0;
		jobs_answer_waiting();
		return;
	}
	/* A request's word is there, its byte not yet read: another thread of the client is about to wait along with the
	 * one that waits for this block, and would take this reply for its own. */
	jobs.held_reply = jobs.client != HOST_CLIENT_LOOKS && waiting_count() != 0 && host_request_announced();
	if (!jobs.held_reply)
		jobs_answer_waiting();
}

int32_t host_holds_reply(void)
{
	return jobs.held_reply;
}

void host_release(void)
{
	jobs.held_reply = 0;
	jobs_answer_waiting();
}

/* ---- wakes that no one waits for ---- */

int32_t host_lost_blocks(void)
{
	return jobs.lost_blocks;
}

/* A client with two threads has two bytes on the way, a block's and a request's. More of them have queued up while we
   were away, from blocks that were given up since; only the last ones may still be awaited. */
uint32_t host_wakes_given_up(uint32_t unread)
{
	if (answers_by_counter())
		return 0;
	uint32_t awaited = jobs.lost_blocks && host_request_announced() ? 2 : 1;
	uint32_t given_up = unread > awaited ? unread - awaited : 0;
	jobs.lost_blocks = 0;
	jobs.unanswered += given_up;
	return given_up;
}

/* ---- put off ---- */

void jobs_add_blocks(uint32_t count, uint32_t wake_ms)
{
	jobs.unanswered += count;
	for (uint32_t i = 0; i < count; i++)
		waiting_add(wake_ms);
}

static uint32_t put_off_ms_max(void)
{
	int looks = jobs.client == HOST_CLIENT_LOOKS || answers_by_counter();
	int has_plugin = jobs.suspended == HOST_RUN || jobs.suspended == HOST_HOLD; /* that a restore must be kept from */
	if (looks && (jobs.outstanding_type != PROTOCOL_REQUEST_RESTORE_STATE || !has_plugin))
		return 0;
	/* A thread that waits for an editor takes any byte, in all formats. */
	int any = jobs_takes_any() || jobs.outstanding_type == PROTOCOL_REQUEST_GUI_SHOW;
	return any && !answers_by_counter() ? PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY : PROTOCOL_PUT_OFF_MS_MAX;
}

/* Does the outstanding request, or the hold, keep blocks back? */
int jobs_puts_off(void)
{
	if (jobs.suspended == HOST_HOLD && !jobs.hold_is_over)
		return 1;
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return 0;
	jobs.slow |= jobs_outstanding_age_ms() >= put_off_ms_max();
	return !jobs.slow;
}

int32_t host_suspend(int32_t mode)
{
	jobs.suspended = mode;
	jobs.hold_is_over = 0;
	if (mode == HOST_RUN)
		parameters_restart();
	return jobs_puts_off() ? HOST_NOTHING : jobs_go_on();
}

/* Milliseconds until blocks are put off no longer; -1: none is. */
static int32_t put_off_ms(void)
{
	if (jobs.undecided != 0) {
		int32_t open_ms = (int32_t)(PROTOCOL_UNDECIDED_MS_MAX - (host_record.read_ms - jobs.undecided_ms));
		return open_ms > 0 ? open_ms : 0;
	}
	if (waiting_to_run() != 0 && jobs.suspended == HOST_HOLD && !jobs.hold_is_over) {
		int32_t held_ms = (int32_t)(PROTOCOL_PUT_OFF_MS_MAX - waiting_age_ms(host_record.read_ms));
		return held_ms > 0 ? held_ms : 0;
	}
	if (waiting_count() == 0 || jobs.outstanding_type == PROTOCOL_REQUEST_NONE || jobs.slow)
		return -1;
	int32_t left_ms = (int32_t)(put_off_ms_max() - jobs_outstanding_age_ms());
	return left_ms > 0 ? left_ms : 0;
}

int32_t host_wait_us(void)
{
	int32_t ms = put_off_ms();
	int32_t us = replies_wait_us();
	if (ms < 0 || (us >= 0 && us < ms * 1000))
		return us;
	return ms * 1000;
}

uint32_t jobs_take_undecided(void)
{
	uint32_t count = jobs.undecided;
	jobs.undecided = 0;
	return count;
}

int32_t host_time(void)
{
	replies_time();
	if (put_off_ms() != 0)
		return HOST_NOTHING;
	if (jobs.undecided != 0) {
		jobs.has_guessed = 1;
		jobs_add_blocks(jobs_take_undecided(), jobs.undecided_ms);
		return jobs_puts_off() ? HOST_NOTHING : jobs_go_on();
	}
	jobs.slow = jobs.hold_is_over = 1;
	return jobs_go_on();
}
