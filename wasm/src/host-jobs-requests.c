/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests: handed to the main thread, done, given up. */
#include "core.h"
#include "host-jobs.h"
#include "host.h"
#include "request.h"
#include "window.h"

int32_t jobs_start_request(uint32_t type, uint32_t wake_ms)
{
	jobs.held_reply = 0;
	jobs.seen_type = type;
	if (jobs_answer_is_known())
		replies_forget_request();
	jobs.answered_type = PROTOCOL_REQUEST_NONE;
	jobs.outstanding_type = type;
	jobs.outstanding_wake_ms = wake_ms;
	jobs.slow = 0;
	jobs.has_guessed = 0;
	return HOST_REQUEST;
}

uint32_t host_request_type(void)
{
	return jobs.seen_type;
}

int32_t host_request_is_answered(void)
{
	return !request_is_taken_at_once(jobs.seen_type);
}

uint32_t host_request_wake_ms(void)
{
	return jobs.outstanding_wake_ms;
}

uint32_t host_request_outstanding(void)
{
	return jobs.outstanding_type;
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
		replies_add_request(jobs.outstanding_wake_ms);
	/* The same once more, or blocks. */
	uint32_t undecided = jobs_take_undecided();
	int is_pending = stands && word_load(window_layout->request_status) == PROTOCOL_STATUS_PENDING;
	/* A byte that was taken for a block's has been wrong if no other one announces what stands there. */
	int was_wrong = undecided == 0 && jobs.has_guessed && host_record.wakes_unread == 0;
	int is_asked_again = is_pending && (undecided != 0 || was_wrong);
	jobs_add_blocks(undecided - (uint32_t)(is_asked_again && undecided != 0), jobs.undecided_ms);
	if (is_asked_again)
		return jobs_start_request(type, jobs.undecided_ms);
	/* If the word is no longer the one whose byte was read, it was given up, and another byte announces what
	 * stands there. */
	uint32_t next = jobs.next_type;
	jobs.next_type = PROTOCOL_REQUEST_NONE;
	if (next != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) == next)
		return jobs_start_request(next, jobs.next_wake_ms);
	/* Taken back already: as in host_request_finish, the byte is due all the same. */
	int is_awaited = host_record.wake_ms - jobs.next_wake_ms < PROTOCOL_REQUEST_MS_MAX && !answers_by_counter();
	if (is_awaited && request_expects_reply(next))
		replies_add_request(jobs.next_wake_ms);
	return jobs_go_on();
}

int32_t host_request_give_up(int32_t with_main)
{
	uint32_t type = jobs.outstanding_type;
	if (with_main && type != PROTOCOL_REQUEST_NONE) {
		jobs.given_up++;
		jobs.gave_up_restore |= type == PROTOCOL_REQUEST_RESTORE_STATE;
	}
	return host_request_done(host_request_finish(type, PROTOCOL_STATUS_ERROR, -1, jobs_outstanding_age_ms()));
}

void host_request_settled(void)
{
	if (jobs.given_up != 0 && --jobs.given_up == 0)
		jobs.gave_up_restore = 0;
}

int32_t host_take_over(void)
{
	block_drop();
	jobs.given_up = 0;
	jobs.gave_up_restore = 0;
	jobs.held_reply = 0;
	jobs.is_behind = 0;
	host_expect_unread();
	/* Its answer stands in the segment, and its byte was not written any more. */
	uint32_t type = jobs.outstanding_type;
	if (type != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) != type)
		host_request_done(jobs_outstanding_age_ms() < PROTOCOL_REQUEST_MS_MAX);
	return host_suspend(HOST_PASS_THROUGH);
}
