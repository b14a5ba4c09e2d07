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
 * there. If that takes long, it is taken for a block's, and the judgement comes afterwards;
 *   - a byte that finds another request brings a new one: the client has replaced the first. It is served after the
 * first.
 */
#include "host-jobs.h"
#include "core.h"
#include "host.h"
#include "request.h"
#include "window.h"

/* No one waits for these, and the main thread may take long. */
static int32_t take_at_once(uint32_t type)
{
	word_exchange(window_layout->request_type, type, PROTOCOL_REQUEST_NONE);
	jobs.seen_type = type;
	/* One that was overwritten by the next has left a byte that will be taken for a block's. */
	host_expect_unread();
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
	jobs_add_blocks(1, wake_ms);
	host_record.wake_is_known = 1;
	jobs_drop_late(host_record.read_ms);
	if (answers_by_counter() && jobs_block_wakes_unread() != 0)
		return HOST_NOTHING;
	if (waiting_to_run() == 0) {
		jobs_answer_waiting();
		return HOST_NOTHING;
	}
	return jobs_puts_off() ? HOST_NOTHING : jobs_run_block();
}

static int32_t wake_request(uint32_t type, uint32_t wake_ms)
{
	/* A thread that waits for an editor takes any byte, in all formats. */
	replies_woken_by_request(jobs_takes_any() || type == PROTOCOL_REQUEST_GUI_SHOW);
	jobs.last_was_block = 0;
	/* What was taken for the byte of a newer block was this one, unless there are more. */
	int is_last = host_record.wakes_unread == 0;
	if (is_last && waiting_count() != 0 && waiting_to_run() == 0 && answers_by_counter())
		jobs_answer_waiting();
	if (request_is_taken_at_once(type))
		return take_at_once(type);
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return jobs_start_request(type, wake_ms);
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
	uint32_t type = jobs_standing_type();
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
	uint32_t type = jobs_standing_type();
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
