/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every byte on the wake pipe is one action and at most one reply. This file decides which.
 *
 * The byte says nothing of its kind: the header does, at the moment when the byte is read. Shutdown comes first, then a
 * request instead of a block, then a block. A request is served only upon its byte; a tick never looks for one.
 *
 * At most one request is outstanding (with the main thread) at a time. Until it is done:
 *
 *   - blocks are put off, because a client with one thread in a save and another in a block takes either reply for its
 * own: finish both, then answer both. But not for long: the sound goes on during a slow request. The plugin may run
 * during anything but a restore;
 *   - a byte that finds the same request still standing belongs to a block, as the client stores no second request
 * before the first is answered or given up. Only when the first is so old that the client has given it up does such a
 * byte bring a new one;
 *   - but while the main thread is answering that request, the client may have read the status already, and have asked
 * for the same once more. Such a byte is judged when the main thread has done: by whether a pending request stands
 * there;
 *   - a byte that finds another request brings a new one: the client has replaced the first. It is served after the
 * first.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "request.h"
#include "window.h"

static struct {
	uint32_t seen_type; /* for host_request_type */

	uint32_t answered_type;    /* 0: none. The last one answered, whose word may still stand (by the counter) */
	uint32_t outstanding_type; /* 0: none */
	uint32_t outstanding_wake_ms;
	int slow;           /* the outstanding request puts no block off any more */
	uint32_t next_type; /* 0: none. The request that replaces the outstanding one */
	uint32_t next_wake_ms;

	uint32_t undecided; /* bytes that are a block's, or the outstanding request's once more, see above */
	uint32_t undecided_ms;

	uint32_t unanswered; /* blocks whose bytes have been read and that the counter has not answered */
	int last_was_block;  /* the last wake brought a block */
	int is_behind;       /* the last block has run, and another one has been announced: it was given up */
	int hold_is_over;    /* HOST_HOLD puts no block off any more */
	int held_reply;      /* of host_holds_reply */
	int lost_blocks;     /* blocks have been given up that were not answered */

	uint32_t given_up;   /* requests answered for the main thread, which may still be at work on them */
	int gave_up_restore; /* one of them is a restore */
} jobs;

/* Not part of the above: they belong to the plugin and its client, not to the segment. */
static int32_t suspended;
static int32_t client;

/* May a thread of the client take any byte for the answer to its request? */
static int takes_any(void)
{
	return client == HOST_CLIENT_TAKES_ANY || (client == HOST_CLIENT_OF_VERSION && !window_layout->awaits_status);
}

static void settle_client(void)
{
	replies_set_takes_any(takes_any());
}

void jobs_reset(void)
{
	memset(&jobs, 0, sizeof jobs);
	waiting_forget();
	replies_reset();
	settle_client();
}

/* ---- blocks ---- */

/* A client that looks has given nothing up as long as it has sent nothing else; and what other clients of the counter
   have given up is known by their next block, not by time. */
static void drop_late(uint32_t now_ms)
{
	if (client == HOST_CLIENT_LOOKS || answers_by_counter() || waiting_drop_late(now_ms) == 0)
		return;
	jobs.lost_blocks = 1;
	host_doubt();
}

int jobs_block_is_awaited(void)
{
	return jobs.unanswered != 0;
}

int jobs_blocks_wait(void)
{
	return waiting_count() != 0 || jobs.undecided != 0;
}

/* In this order: bytes may be read by the client before anything else happens here. */
static void answer_waiting(void)
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

int jobs_answer_is_awaited(void)
{
	return jobs.answered_type != PROTOCOL_REQUEST_NONE &&
	       word_load(window_layout->request_type) == jobs.answered_type &&
	       word_load(window_layout->request_status) != PROTOCOL_STATUS_PENDING;
}

int jobs_answer_is_known(void)
{
	return jobs.answered_type != PROTOCOL_REQUEST_NONE && !jobs_answer_is_awaited();
}

void jobs_take_answered_back(void)
{
	if (!jobs_answer_is_awaited())
		return;
	word_exchange(window_layout->request_type, jobs.answered_type, PROTOCOL_REQUEST_NONE);
	jobs.answered_type = PROTOCOL_REQUEST_NONE;
}

/* The word in the header, unless it is that of an answered request. Clients store a pending status before their byte.
 */
static uint32_t standing_type(void)
{
	return jobs_answer_is_awaited() ? PROTOCOL_REQUEST_NONE : word_load(window_layout->request_type);
}

int32_t host_request_announced(void)
{
	uint32_t type = standing_type();
	return type != PROTOCOL_REQUEST_NONE && !request_is_taken_at_once(type) &&
	       jobs.outstanding_type == PROTOCOL_REQUEST_NONE;
}

/* One of the bytes that have come belongs to the request whose word stands there and whose byte has not been read. */
uint32_t jobs_block_wakes_unread(void)
{
	uint32_t unread = host_record.wakes_unread;
	uint32_t type = standing_type();
	int has_request = type != PROTOCOL_REQUEST_NONE && type != jobs.outstanding_type && type != jobs.next_type;
	return unread != 0 && has_request ? unread - 1 : unread;
}

/* The plugin must not process during a restore. */
static int main_thread_restores(void)
{
	return jobs.outstanding_type == PROTOCOL_REQUEST_RESTORE_STATE || jobs.gave_up_restore;
}

/* One run answers all that wait: the header describes only the newest. A block of a size not allowed is answered
 * without a run, and so is every block while there is no plugin to run. */
static int32_t run_block(void)
{
	if (suspended == HOST_SILENT)
		block_bypass(0);
	else if (suspended || main_thread_restores() || replies_would_be_taken())
		block_bypass(1);
	else if (block_begin()) {
		replies_run();
		return HOST_BLOCK;
	}
	answer_waiting();
	return HOST_NOTHING;
}

/* Nothing keeps the blocks back any more that wait, but perhaps a hold. */
static int32_t go_on(void)
{
	drop_late(host_record.wake_ms);
	if (waiting_to_run() != 0 && suspended == HOST_HOLD && !jobs.hold_is_over)
		return HOST_NOTHING;
	if (waiting_to_run() != 0)
		return run_block();
	answer_waiting();
	return HOST_NOTHING;
}

int32_t jobs_plugin_may_run(void)
{
	return !suspended && jobs.outstanding_type == PROTOCOL_REQUEST_NONE && !main_thread_restores();
}

int32_t jobs_plugin_may_run_before_request(void)
{
	return !suspended && !jobs.gave_up_restore;
}

void host_block_end(int32_t status)
{
	block_finish(status);
	replies_have_run();
	drop_late(host_record.done_ms);
	waiting_have_run();
	if (answers_by_counter()) {
		jobs.is_behind = jobs_block_wakes_unread() != 0;
		answer_waiting();
		return;
	}
	/* A request's word is there, its byte not yet read: another thread of the client is about to wait along with the
	 * one that waits for this block, and would take this reply for its own. */
	jobs.held_reply = client != HOST_CLIENT_LOOKS && waiting_count() != 0 && host_request_announced();
	if (!jobs.held_reply)
		answer_waiting();
}

int32_t host_holds_reply(void)
{
	return jobs.held_reply;
}

void host_release(void)
{
	jobs.held_reply = 0;
	answer_waiting();
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

/* ---- blocks during a request ---- */

static void add_blocks(uint32_t count, uint32_t wake_ms)
{
	jobs.unanswered += count;
	for (uint32_t i = 0; i < count; i++)
		waiting_add(wake_ms);
}

void host_set_client(int32_t kind)
{
	client = kind;
	settle_client();
}

static uint32_t put_off_ms_max(void)
{
	int looks = client == HOST_CLIENT_LOOKS || answers_by_counter();
	int has_plugin = suspended == HOST_RUN || suspended == HOST_HOLD; /* that a restore must be kept from */
	if (looks && (jobs.outstanding_type != PROTOCOL_REQUEST_RESTORE_STATE || !has_plugin))
		return 0;
	/* A thread that waits for an editor takes any byte, in all formats. */
	int any = takes_any() || jobs.outstanding_type == PROTOCOL_REQUEST_GUI_SHOW;
	return any && !answers_by_counter() ? PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY : PROTOCOL_PUT_OFF_MS_MAX;
}

static uint32_t outstanding_age_ms(void)
{
	return host_record.read_ms - jobs.outstanding_wake_ms;
}

/* Does the outstanding request, or the hold, keep blocks back? */
static int puts_off(void)
{
	if (suspended == HOST_HOLD && !jobs.hold_is_over)
		return 1;
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return 0;
	jobs.slow |= outstanding_age_ms() >= put_off_ms_max();
	return !jobs.slow;
}

int32_t host_suspend(int32_t mode)
{
	suspended = mode;
	jobs.hold_is_over = 0;
	if (mode == HOST_RUN)
		parameters_restart();
	return puts_off() ? HOST_NOTHING : go_on();
}

/* Milliseconds until blocks are put off no longer; -1: none is. */
static int32_t put_off_ms(void)
{
	if (jobs.undecided != 0) {
		int32_t open_ms = (int32_t)(PROTOCOL_UNDECIDED_MS_MAX - (host_record.read_ms - jobs.undecided_ms));
		return open_ms > 0 ? open_ms : 0;
	}
	if (waiting_to_run() != 0 && suspended == HOST_HOLD && !jobs.hold_is_over) {
		int32_t held_ms = (int32_t)(PROTOCOL_PUT_OFF_MS_MAX - waiting_age_ms(host_record.read_ms));
		return held_ms > 0 ? held_ms : 0;
	}
	if (waiting_count() == 0 || jobs.outstanding_type == PROTOCOL_REQUEST_NONE || jobs.slow)
		return -1;
	int32_t left_ms = (int32_t)(put_off_ms_max() - outstanding_age_ms());
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

static uint32_t take_undecided(void)
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
		add_blocks(take_undecided(), jobs.undecided_ms);
		return puts_off() ? HOST_NOTHING : go_on();
	}
	jobs.slow = jobs.hold_is_over = 1;
	return go_on();
}

/* ---- requests ---- */

static int32_t hand_over(uint32_t type, uint32_t wake_ms)
{
	jobs.held_reply = 0;
	jobs.seen_type = type;
	if (jobs_answer_is_known())
		replies_forget_request();
	jobs.answered_type = PROTOCOL_REQUEST_NONE;
	jobs.outstanding_type = type;
	jobs.outstanding_wake_ms = wake_ms;
	jobs.slow = 0;
	return HOST_REQUEST;
}

/* No one waits for these, and the main thread may take long. */
static int32_t take_at_once(uint32_t type)
{
	word_exchange(window_layout->request_type, type, PROTOCOL_REQUEST_NONE);
	jobs.seen_type = type;
	/* One that was overwritten by the next has left a byte that will be taken for a block's. */
	host_doubt();
	return HOST_REQUEST;
}

/* Does a byte that finds this request bring a new one? Compared with the last whose byte was read. */
static int replaces_outstanding(uint32_t type, uint32_t wake_ms)
{
	int replaced = jobs.next_type != PROTOCOL_REQUEST_NONE;
	uint32_t last_type = replaced ? jobs.next_type : jobs.outstanding_type;
	uint32_t last_wake_ms = replaced ? jobs.next_wake_ms : jobs.outstanding_wake_ms;
	return type != last_type || wake_ms - last_wake_ms >= PROTOCOL_REQUEST_MS_MAX;
}

/* Another block while one is put off: the client has given that up, and would give this one up as well. */
static void end_put_off(void)
{
	if (answers_by_counter() && waiting_to_run() != 0)
		jobs.slow = jobs.hold_is_over = 1;
}

static int32_t wake_block(uint32_t wake_ms)
{
	replies_woken_by_block(jobs.last_was_block && host_record.wake_waited != 0);
	jobs.last_was_block = 1;
	end_put_off();
	add_blocks(1, wake_ms);
	host_record.wake_is_known = 1;
	drop_late(host_record.read_ms);
	if (answers_by_counter() && jobs_block_wakes_unread() != 0)
		return HOST_NOTHING;
	if (waiting_to_run() == 0) {
		answer_waiting();
		return HOST_NOTHING;
	}
	return puts_off() ? HOST_NOTHING : run_block();
}

static int32_t wake_request(uint32_t type, uint32_t wake_ms)
{
	/* A thread that waits for an editor takes any byte, in all formats. */
	replies_woken_by_request(takes_any() || type == PROTOCOL_REQUEST_GUI_SHOW);
	jobs.last_was_block = 0;
	/* What was taken for the byte of a newer block was this one, unless there are more. */
	int is_last = host_record.wakes_unread == 0;
	if (is_last && waiting_count() != 0 && waiting_to_run() == 0 && answers_by_counter())
		answer_waiting();
	if (request_is_taken_at_once(type))
		return take_at_once(type);
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return hand_over(type, wake_ms);
	jobs.next_type = type;
	jobs.next_wake_ms = wake_ms;
	return HOST_NOTHING;
}

/* Does the byte that finds this word bring a request? */
static int brings_request(uint32_t type, uint32_t wake_ms)
{
	if (type == PROTOCOL_REQUEST_NONE || request_is_taken_at_once(type))
		return type != PROTOCOL_REQUEST_NONE;
	return jobs.outstanding_type == PROTOCOL_REQUEST_NONE || replaces_outstanding(type, wake_ms);
}

static int is_undecided(uint32_t type, uint32_t wake_ms)
{
	return host_record.is_being_answered != 0 && type != PROTOCOL_REQUEST_NONE && type == jobs.outstanding_type &&
	       !brings_request(type, wake_ms);
}

int jobs_wake_is_block(void)
{
	uint32_t type = standing_type();
	uint32_t wake_ms = host_record.wake_ms;
	return word_load(PROTOCOL_HEADER_SHUTDOWN_REQUEST) == 0 && !brings_request(type, wake_ms) &&
	       !is_undecided(type, wake_ms);
}

int32_t host_wake(void)
{
	uint32_t wake_ms = host_record.wake_ms;
	jobs.is_behind = 0;
	if (word_load(PROTOCOL_HEADER_SHUTDOWN_REQUEST) != 0)
		return HOST_SHUTDOWN;
	uint32_t type = standing_type();
	if (is_undecided(type, wake_ms)) {
		jobs.undecided++;
		jobs.undecided_ms = wake_ms;
		host_record.wake_is_known = 1;
		return HOST_NOTHING;
	}
	if (!brings_request(type, wake_ms))
		return wake_block(wake_ms);
	int32_t action = wake_request(type, wake_ms);
	host_record.wake_is_known = 1;
	return action;
}

uint32_t host_request_type(void)
{
	return jobs.seen_type;
}

int32_t host_needs_replies(void)
{
	return window_layout->response_counter == 0;
}

int32_t host_request_is_answered(void)
{
	return !request_is_taken_at_once(jobs.seen_type);
}

uint32_t host_request_wake_ms(void)
{
	return jobs.outstanding_wake_ms;
}

int32_t host_request_done(int32_t reply)
{
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return HOST_NOTHING;
	uint32_t type = jobs.outstanding_type;
	int stands = word_load(window_layout->request_type) == type;
	jobs.answered_type = stands && answers_by_counter() ? type : PROTOCOL_REQUEST_NONE;
	jobs.outstanding_type = PROTOCOL_REQUEST_NONE;
	if (reply)
		replies_add_request();
	/* The same once more, or blocks. */
	uint32_t undecided = take_undecided();
	int is_asked_again =
	    undecided != 0 && stands && word_load(window_layout->request_status) == PROTOCOL_STATUS_PENDING;
	add_blocks(undecided - (uint32_t)is_asked_again, jobs.undecided_ms);
	if (is_asked_again)
		return hand_over(type, jobs.undecided_ms);
	/* If the word is no longer the one whose byte was read, it was given up, and another byte announces what
	 * stands there. */
	uint32_t next = jobs.next_type;
	jobs.next_type = PROTOCOL_REQUEST_NONE;
	if (next != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) == next)
		return hand_over(next, jobs.next_wake_ms);
	/* Taken back already: as in host_request_finish, the byte is due all the same. */
	int is_awaited = host_record.wake_ms - jobs.next_wake_ms < PROTOCOL_REQUEST_MS_MAX && !answers_by_counter();
	if (is_awaited && request_expects_reply(next))
		replies_add_request();
	return go_on();
}

int32_t host_request_give_up(int32_t with_main)
{
	uint32_t type = jobs.outstanding_type;
	if (with_main && type != PROTOCOL_REQUEST_NONE) {
		jobs.given_up++;
		jobs.gave_up_restore |= type == PROTOCOL_REQUEST_RESTORE_STATE;
	}
	return host_request_done(host_request_finish(type, PROTOCOL_STATUS_ERROR, -1, outstanding_age_ms()));
}

uint32_t host_request_outstanding(void)
{
	return jobs.outstanding_type;
}

int32_t host_take_over(void)
{
	block_drop();
	jobs.given_up = 0;
	jobs.gave_up_restore = 0;
	jobs.held_reply = 0;
	jobs.is_behind = 0;
	host_doubt();
	/* Its answer stands in the segment, and its byte was not written any more. */
	uint32_t type = jobs.outstanding_type;
	if (type != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) != type)
		host_request_done(outstanding_age_ms() < PROTOCOL_REQUEST_MS_MAX);
	return host_suspend(HOST_PASS_THROUGH);
}

void host_request_settled(void)
{
	if (jobs.given_up != 0 && --jobs.given_up == 0)
		jobs.gave_up_restore = 0;
}
