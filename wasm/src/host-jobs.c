/*
 * Every byte on the wake pipe is one action and at most one reply. This file decides which.
 *
 * The byte says nothing of its kind: the header does, at the moment when the byte is read. Shutdown comes first, then a
 * request instead of a block, then a block. A request is served only upon its byte; a tick never looks for one.
 *
 * At most one request is outstanding (with the main thread) at a time. Until it is done:
 *
 *   - blocks are put off, because the plugin must not run meanwhile, and because a client with one thread in a save and
 * another in a block takes either reply for its own: finish both, then answer both;
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

#define BLOCKS_WAITING_MAX 16u

static struct {
	uint32_t seen_type; /* for host_request_type */

	uint32_t outstanding_type; /* 0: none */
	uint32_t outstanding_wake_ms;
	uint32_t next_type; /* 0: none. The request that replaces the outstanding one */
	uint32_t next_wake_ms;

	/* Wakes of the blocks that have had no reply yet, oldest first: those put off, or the one under way. */
	uint32_t waiting[BLOCKS_WAITING_MAX];
	uint32_t waiting_count;
	uint32_t waiting_run; /* the first so many have been run */

	uint32_t replies; /* due now */
} jobs;

/* Not part of the above: it belongs to the plugin, not to the segment. */
static int32_t suspended;

void jobs_reset(void)
{
	memset(&jobs, 0, sizeof jobs);
}

/* ---- blocks ---- */

static void await_reply(uint32_t wake_ms)
{
	if (jobs.waiting_count == BLOCKS_WAITING_MAX) {
		jobs.waiting_count--;
		jobs.waiting_run -= jobs.waiting_run != 0;
		memmove(jobs.waiting, jobs.waiting + 1, jobs.waiting_count * sizeof jobs.waiting[0]);
	}
	jobs.waiting[jobs.waiting_count++] = wake_ms;
}

/* Forget the blocks that the client has given up: a reply would answer the wrong block. */
static void drop_late(uint32_t now_ms)
{
	uint32_t kept = 0;
	uint32_t kept_run = 0;
	for (uint32_t i = 0; i < jobs.waiting_count; i++) {
		if (now_ms - jobs.waiting[i] >= PROTOCOL_REPLY_MS_MAX)
			continue;
		kept_run += i < jobs.waiting_run;
		jobs.waiting[kept++] = jobs.waiting[i];
	}
	jobs.waiting_count = kept;
	jobs.waiting_run = kept_run;
}

static void answer_waiting(void)
{
	jobs.replies += jobs.waiting_count;
	jobs.waiting_count = 0;
	jobs.waiting_run = 0;
}

int32_t host_request_announced(void)
{
	uint32_t type = word_load(window_layout->request_type);
	return type != PROTOCOL_REQUEST_NONE && !request_is_for_editor(type) &&
	       jobs.outstanding_type == PROTOCOL_REQUEST_NONE;
}

/* One run answers all that wait: the header describes only the newest. A block of a size not allowed is answered
 * without a run, and so is every block while there is no plugin to run. */
static int32_t run_block(void)
{
	if (suspended)
		block_silence();
	else if (block_begin())
		return HOST_BLOCK;
	answer_waiting();
	return HOST_NOTHING;
}

void host_suspend(int32_t on)
{
	suspended = on;
	if (!on)
		parameters_restart();
}

int32_t jobs_plugin_may_run(void)
{
	return !suspended && jobs.outstanding_type == PROTOCOL_REQUEST_NONE;
}

int32_t host_block_end(int32_t status)
{
	block_finish(status);
	drop_late(host_record.done_ms);
	jobs.waiting_run = jobs.waiting_count;
	/* A request's word is there, its byte not yet read: another thread of the client is about to wait beside the one
	 * that waits for this block, and would take this reply for its own. */
	if (parameters_were_refused() || (jobs.waiting_count != 0 && host_request_announced()))
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

/* ---- requests ---- */

static int32_t hand_over(uint32_t type, uint32_t wake_ms)
{
	jobs.seen_type = type;
	jobs.outstanding_type = type;
	jobs.outstanding_wake_ms = wake_ms;
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
	await_reply(wake_ms);
	return jobs.outstanding_type == PROTOCOL_REQUEST_NONE ? run_block() : HOST_NOTHING;
}

uint32_t host_request_type(void)
{
	return jobs.seen_type;
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
	drop_late(host_record.wake_ms);
	if (jobs.waiting_count > jobs.waiting_run)
		return run_block();
	answer_waiting();
	return HOST_NOTHING;
}
