/*
 * Every byte on the wake pipe is one action and at most one reply. This file decides which.
 *
 * The byte says nothing of its kind: the header does, at the moment when the byte is read. Shutdown comes first, then a
 * request instead of a block, then a block. A request is served only upon its byte; a tick never looks for one.
 *
 * At most one request is outstanding (with the main thread) at a time. Until it is done:
 *
 *   - blocks are put off, because a client with one thread in a save and another in a block takes either reply for its
 * own: finish both, then answer both. But not for long: beside a slow request the sound goes on. The plugin may run
 * beside anything but a restore;
 *   - a byte that finds the same request still standing belongs to a block, as the client stores no second request
 * before the first is answered or given up. Only when the first is so old that the client has given it up does such a
 * byte bring a new one;
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

	uint32_t outstanding_type; /* 0: none */
	uint32_t outstanding_wake_ms;
	int slow;           /* the outstanding request puts no block off any more */
	uint32_t next_type; /* 0: none. The request that replaces the outstanding one */
	uint32_t next_wake_ms;

	uint32_t given_up;   /* requests answered for the main thread, which may still be at work on them */
	int gave_up_restore; /* one of them is a restore */

	uint32_t replies; /* due now */
} jobs;

/* Not part of the above: they belong to the plugin and its client, not to the segment. */
static int32_t suspended;
static int32_t client;

void jobs_reset(void)
{
	memset(&jobs, 0, sizeof jobs);
	waiting_forget();
}

/* ---- blocks ---- */

/* A client that looks has given nothing up as long as it has sent nothing else. */
static void drop_late(uint32_t now_ms)
{
	if (client != HOST_CLIENT_LOOKS)
		waiting_drop_late(now_ms);
}

static void answer_waiting(void)
{
	jobs.replies += waiting_take();
}

int32_t host_request_announced(void)
{
	uint32_t type = word_load(window_layout->request_type);
	return type != PROTOCOL_REQUEST_NONE && !request_is_for_editor(type) &&
	       jobs.outstanding_type == PROTOCOL_REQUEST_NONE;
}

/* The plugin's process must not run beside a restore. */
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
	else if (suspended || main_thread_restores())
		block_bypass(1);
	else if (block_begin())
		return HOST_BLOCK;
	answer_waiting();
	return HOST_NOTHING;
}

/* Nothing keeps the blocks back any more that wait. */
static int32_t go_on(void)
{
	drop_late(host_record.wake_ms);
	if (waiting_to_run() != 0)
		return run_block();
	answer_waiting();
	return HOST_NOTHING;
}

void host_suspend(int32_t mode)
{
	suspended = mode;
	if (mode == HOST_RUN)
		parameters_restart();
}

int32_t jobs_plugin_may_run(void)
{
	return !suspended && jobs.outstanding_type == PROTOCOL_REQUEST_NONE && !main_thread_restores();
}

int32_t jobs_plugin_may_run_before_request(void)
{
	return !suspended && !jobs.gave_up_restore;
}

int32_t host_block_end(int32_t status)
{
	block_finish(status);
	drop_late(host_record.done_ms);
	waiting_have_run();
	/* A request's word is there, its byte not yet read: another thread of the client is about to wait beside the one
	 * that waits for this block, and would take this reply for its own. */
	int mixes_up = client != HOST_CLIENT_LOOKS && waiting_count() != 0 && host_request_announced();
	if (parameters_were_refused() || mixes_up)
		return HOST_LOOK;
	return host_release();
}

int32_t host_release(void)
{
	answer_waiting();
	return host_replies();
}

int32_t host_replies(void)
{
	uint32_t replies = jobs.replies;
	jobs.replies = 0;
	return (int32_t)replies;
}

/* ---- blocks beside a request ---- */

void host_set_client(int32_t kind)
{
	client = kind;
}

static uint32_t put_off_ms_max(void)
{
	if (client == HOST_CLIENT_LOOKS && jobs.outstanding_type != PROTOCOL_REQUEST_RESTORE_STATE)
		return 0;
	int patient = client == HOST_CLIENT_LOOKS || (window_layout->awaits_status && client != HOST_CLIENT_TAKES_ANY);
	return patient ? PROTOCOL_PUT_OFF_MS_MAX : PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY;
}

static uint32_t outstanding_age_ms(void)
{
	return host_record.wake_ms - jobs.outstanding_wake_ms;
}

/* Does the outstanding request keep blocks back? */
static int puts_off(void)
{
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return 0;
	jobs.slow |= outstanding_age_ms() >= put_off_ms_max();
	return !jobs.slow;
}

int32_t host_put_off_ms(void)
{
	if (waiting_count() == 0 || jobs.outstanding_type == PROTOCOL_REQUEST_NONE || jobs.slow)
		return 0;
	uint32_t age_ms = outstanding_age_ms();
	return age_ms < put_off_ms_max() ? (int32_t)(put_off_ms_max() - age_ms) : 1;
}

int32_t host_put_off_end(void)
{
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return HOST_NOTHING;
	jobs.slow = 1;
	return go_on();
}

/* ---- requests ---- */

static int32_t hand_over(uint32_t type, uint32_t wake_ms)
{
	jobs.seen_type = type;
	jobs.outstanding_type = type;
	jobs.outstanding_wake_ms = wake_ms;
	jobs.slow = 0;
	return HOST_REQUEST;
}

/* Editor requests are taken at once: nobody waits for them, and the main thread may be long about it. */
static int32_t hand_over_editor(uint32_t type)
{
	word_exchange(window_layout->request_type, type, PROTOCOL_REQUEST_NONE);
	jobs.seen_type = type;
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

int32_t host_wake(void)
{
	uint32_t wake_ms = host_record.wake_ms;
	if (word_load(PROTOCOL_HEADER_SHUTDOWN_REQUEST) != 0)
		return HOST_SHUTDOWN;
	uint32_t type = word_load(window_layout->request_type);
	if (request_is_for_editor(type))
		return hand_over_editor(type);
	if (type != PROTOCOL_REQUEST_NONE && jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return hand_over(type, wake_ms);
	if (type != PROTOCOL_REQUEST_NONE && replaces_outstanding(type, wake_ms)) {
		jobs.next_type = type;
		jobs.next_wake_ms = wake_ms;
		return HOST_NOTHING;
	}
	waiting_add(wake_ms);
	drop_late(host_record.read_ms);
	if (waiting_to_run() == 0)
		return HOST_NOTHING;
	return puts_off() ? HOST_NOTHING : run_block();
}

uint32_t host_request_type(void)
{
	return jobs.seen_type;
}

uint32_t host_request_wake_ms(void)
{
	return jobs.outstanding_wake_ms;
}

int32_t host_request_done(int32_t reply)
{
	if (jobs.outstanding_type == PROTOCOL_REQUEST_NONE)
		return HOST_NOTHING;
	jobs.outstanding_type = PROTOCOL_REQUEST_NONE;
	if (reply)
		jobs.replies++;
	/* If the word is no longer the one whose byte was read, it was given up, and a byte of its own announces what
	 * stands there. */
	uint32_t next = jobs.next_type;
	jobs.next_type = PROTOCOL_REQUEST_NONE;
	if (next != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) == next)
		return hand_over(next, jobs.next_wake_ms);
	/* Taken back already: as in host_request_finish, the byte is due all the same. */
	if (request_expects_reply(next) && host_record.wake_ms - jobs.next_wake_ms < PROTOCOL_REQUEST_MS_MAX)
		jobs.replies++;
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

void host_request_settled(void)
{
	if (jobs.given_up != 0 && --jobs.given_up == 0)
		jobs.gave_up_restore = 0;
}
