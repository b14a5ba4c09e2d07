/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands between the client and the jobs: requests that are outstanding or answered, blocks that wait. */
#include "core.h"
#include "host-jobs.h"
#include "host.h"
#include "request.h"
#include "window.h"

struct jobs jobs;

/* ---- the client ---- */

/* May a thread of the client take any byte for the answer to its request? */
int jobs_takes_any(void)
{
	return jobs.client == HOST_CLIENT_TAKES_ANY ||
	       (jobs.client == HOST_CLIENT_OF_VERSION && !window_layout->awaits_status);
}

static void settle_client(void)
{
	replies_set_takes_any(jobs_takes_any());
}

void jobs_reset(void)
{
	jobs = (struct jobs){.suspended = jobs.suspended, .client = jobs.client};
	waiting_forget();
	replies_reset();
	settle_client();
}

void host_set_client(int32_t kind)
{
	jobs.client = kind;
	settle_client();
}

/* ---- what stands there ---- */

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
uint32_t jobs_standing_type(void)
{
	return jobs_answer_is_awaited() ? PROTOCOL_REQUEST_NONE : word_load(window_layout->request_type);
}

int32_t host_request_announced(void)
{
	uint32_t type = jobs_standing_type();
	return type != PROTOCOL_REQUEST_NONE && !request_is_taken_at_once(type) &&
	       jobs.outstanding_type == PROTOCOL_REQUEST_NONE;
}

/* One of the bytes that have come belongs to the request whose word stands there and whose byte has not been read. */
uint32_t jobs_block_wakes_unread(void)
{
	uint32_t unread = host_record.wakes_unread;
	uint32_t type = jobs_standing_type();
	int has_request = type != PROTOCOL_REQUEST_NONE && type != jobs.outstanding_type && type != jobs.next_type;
	return unread != 0 && has_request ? unread - 1 : unread;
}

/* The plugin must not process during a restore. */
int jobs_main_thread_restores(void)
{
	return jobs.outstanding_type == PROTOCOL_REQUEST_RESTORE_STATE || jobs.gave_up_restore;
}

uint32_t jobs_outstanding_age_ms(void)
{
	return host_record.read_ms - jobs.outstanding_wake_ms;
}

int32_t jobs_plugin_may_run(void)
{
	return !jobs.suspended && jobs.outstanding_type == PROTOCOL_REQUEST_NONE && !jobs_main_thread_restores();
}

int32_t jobs_plugin_may_run_before_request(void)
{
	return !jobs.suspended && !jobs.gave_up_restore;
}

int jobs_block_is_awaited(void)
{
	return jobs.unanswered != 0;
}

int jobs_blocks_wait(void)
{
	return waiting_count() != 0 || jobs.undecided != 0;
}

int32_t host_needs_replies(void)
{
	return window_layout->response_counter == 0;
}
