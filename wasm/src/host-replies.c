/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When reply bytes are written, and which of them are not.
 *
 * A pure state machine: what it knows of the pipes and of time stands in the block record. The host never reads the
 * DAW's end of the reply pipe: a client that has polled a byte and is about to read it would wait forever. What lies
 * unread is counted, and as many later replies are swallowed.
 *
 * Where bytes answer blocks, a client that has given a block up leaves the reply unread: it answers its next block at
 * once, and every block after that is one behind, forever. Such bytes are looked for only when expected (a late block,
 * a request whose client looks at the status first and may leave the byte, a process that was stopped or has just taken
 * over). Two things are known then, both for certain, because one thread of the client reads a block's reply and writes
 * the next block's wake, and the shim knows which of the two came first (block->replies_unread):
 *
 *   - Replies that were unread when a wake was written are those of blocks that were given up. The client takes one of
 *     them for this block's, so the block's own is swallowed.
 *   - A block behind which another one has been announced was given up: its reply is not written. But where no
 *     block has been played for a second, wakes that arrive together only make the host expect unread replies: a
 * program may announce several blocks at once, and each has its answer then.
 *
 * When the client has read all replies and has announced nothing since, it is in step, and no unread replies are
 * expected any more.
 *
 * Where the counter answers blocks, only requests have bytes. But the thread that waits for a block reads the same pipe
 * once it has spun for 2 ms, and must not take them. That it has seen the counter cannot be known: it may have lost its
 * processor in the middle of its spin, and look at the pipe first when it goes on. Only its next wake proves that it
 * has left the pipe, and gives the request's reader 2 ms. A plugin that needs these for its block has to stand back for
 * once, if the reader is late.
 *
 * A thread that loses its processor for these 2 ms takes the byte nevertheless, and no host can prevent that. But
 * clients clear a request's word when they have taken note of the answer. So the word stands until then: where it
 * remains long after its byte has gone, the wrong thread has it, and another byte follows. And where it is cleared
 * before the byte was written, its client has looked at the status, and would leave the byte behind.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "request.h"

/* A block's reply so late has perhaps been given up. */
#define LATE_MS 40u
/* For so long after a request's byte was written its client may be about to read it: one that looks at the status has
   then left the byte unread; one that takes any byte still waits for one. */
#define REQUEST_US_LOOKS 2000u
#define REQUEST_US_ANY 500000u
/* Clients wait so long for the answer to a request, by their clock, which begins before ours. */
#define REQUEST_MS_CLIENT 5000u
/* A client whose last block is older does not play. */
#define PLAYING_US 1000000u

static struct {
	uint32_t due;          /* bytes to write now */
	uint32_t due_requests; /* that many of them answer requests */

	int expects_unread;
	int may_be_given_up; /* blocks behind which others are announced, in the series of wakes that arrived together */
	int has_block;
	uint32_t block_us;   /* the last block's wake */
	uint32_t stale;      /* replies to swallow */
	uint32_t request_us; /* the last request's byte */
	uint32_t request_wake_ms;
	int has_request;
	int takes_any;        /* the client takes any byte for the answer to its request */
	int cannot_be_unread; /* host_set_sees_replies */

	/* Where the counter answers blocks. */
	uint32_t counted_us;     /* it answered the last one */
	int has_counted;         /* ever */
	uint32_t request_due_us; /* the oldest request's byte became due */
	uint32_t stale_requests; /* bytes the request's client may take instead of its own */
	int is_left;             /* a byte was written with a wake, and its reader has not come */
	int has_reader;          /* the word of the request whose byte was written still stood when last looked at, */
	uint32_t asked_us;       /* whose first byte was written then, */
	uint32_t blocks_since;   /* and its last one so many blocks ago */
	uint32_t run_us;         /* the plugin's last run began */
	int was_quick;           /* it took less than a client spins */
	int plugin_is_slow;      /* it has not been quick lately: one slow run is perhaps the scheduler's doing */
} replies;

void replies_reset(void)
{
	int takes_any = replies.takes_any;
	int cannot_be_unread = replies.cannot_be_unread;
	memset(&replies, 0, sizeof replies);
	replies.takes_any = takes_any;
	replies.cannot_be_unread = cannot_be_unread;
}

void replies_set_takes_any(int takes_any)
{
	replies.takes_any = takes_any;
}

static uint32_t since(uint32_t us)
{
	return host_record.now_us - us;
}

/* ---- whether replies may be unread ---- */

void host_set_sees_replies(uint32_t sees)
{
	replies.cannot_be_unread = !sees;
}

int32_t host_expects_unread(void)
{
	return replies.expects_unread;
}

int32_t host_answers_by_counter(void)
{
	return answers_by_counter();
}

int32_t host_counts_replies(void)
{
	return replies.expects_unread ||
	       (answers_by_counter() && word_load(window_layout->request_type) != PROTOCOL_REQUEST_NONE);
}

int32_t host_counts_wakes(void)
{
	return replies.expects_unread || answers_by_counter();
}

void host_expect_unread(void)
{
	replies.expects_unread = !replies.cannot_be_unread && !answers_by_counter();
}

void host_replies_taken(void)
{
	if (replies.due == 0 && !jobs_blocks_wait())
		replies.expects_unread = 0;
}

static int request_byte_may_be_awaited(void)
{
	int is_given_up = host_record.wake_ms - replies.request_wake_ms >= REQUEST_MS_CLIENT;
	uint32_t most_us = replies.takes_any ? REQUEST_US_ANY : REQUEST_US_LOOKS;
	return replies.has_request && !is_given_up && since(replies.request_us) < most_us;
}

/* ---- wakes ---- */

void replies_woken_by_request(int takes_any_byte)
{
	if (answers_by_counter() && takes_any_byte)
		replies.stale_requests = minimum(host_record.replies_unread, PROTOCOL_REPLIES_MAX);
	replies.stale = 0;
}

void replies_woken_by_block(int in_series)
{
	if (answers_by_counter())
		return;
	if (!host_record.wake_waited)
		replies.may_be_given_up = replies.expects_unread || (replies.has_block && since(replies.block_us) < PLAYING_US);
	replies.has_block = 1;
	replies.block_us = host_record.now_us;
	if (in_series || jobs_block_wakes_unread() != 0)
		host_expect_unread();
	replies.stale = 0;
	int came_before_reply = host_record.wake_waited && !replies.may_be_given_up; /* so nothing was unread then */
	if (replies.expects_unread && !came_before_reply && !request_byte_may_be_awaited())
		replies.stale = minimum(host_record.replies_unread, PROTOCOL_REPLIES_MAX);
}

/* ---- replies ---- */

void replies_add_blocks(uint32_t count, uint32_t age_ms)
{
	replies.due += count;
	if (count != 0 && age_ms >= LATE_MS)
		host_expect_unread();
}

void replies_add_request(uint32_t wake_ms)
{
	replies.request_wake_ms = wake_ms;
	if (replies.stale_requests != 0 && answers_by_counter()) {
		replies.stale_requests--;
		jobs_take_answered_back();
		return;
	}
	if (replies.due_requests == 0)
		replies.request_due_us = host_record.now_us;
	replies.due++;
	replies.due_requests++;
	replies.has_reader = 0;
}

void host_add_replies(uint32_t count)
{
	replies.due += count;
}

void replies_counted(void)
{
	replies.has_counted = 1;
	replies.counted_us = host_record.now_us;
}

void replies_run(void)
{
	replies.run_us = host_record.now_us;
}

void replies_have_run(void)
{
	int is_quick = since(replies.run_us) < PROTOCOL_SPIN_US;
	replies.plugin_is_slow = !is_quick && !replies.was_quick;
	replies.was_quick = is_quick;
}

/* requests: that many of them answer requests. */
static uint32_t without_stale(uint32_t count, uint32_t requests)
{
	int is_given_up = replies.may_be_given_up && jobs_block_wakes_unread() != 0;
	uint32_t blocks = is_given_up ? 0 : count - minimum(count, requests);
	blocks -= minimum(blocks, replies.stale);
	replies.stale = 0; /* counted anew with each wake */
	return blocks + minimum(count, requests);
}

/* May a thread of the client read the pipe for a block? */
static int pipe_is_read_for_block(void)
{
	return jobs_block_is_awaited() || (replies.has_counted && since(replies.counted_us) < PROTOCOL_PIPE_LEFT_US);
}

static uint32_t take_due(void)
{
	uint32_t count = minimum(replies.due, PROTOCOL_REPLIES_MAX);
	replies.due -= count;
	if (replies.due_requests != 0) {
		replies.due_requests = 0;
		replies.has_request = 1;
		replies.request_us = host_record.now_us;
		host_expect_unread();
	}
	return count;
}

void replies_forget_request(void)
{
	replies.due -= minimum(replies.due, replies.due_requests);
	replies.due_requests = 0;
	replies.has_reader = 0;
}

int32_t host_replies(void)
{
	if (replies.due == 0 || (answers_by_counter() && pipe_is_read_for_block()))
		return 0;
	if (jobs_answer_is_known())
		replies_forget_request();
	if (replies.due_requests != 0)
		jobs_take_answered_back();
	replies.has_reader = 0;
	uint32_t requests = replies.due_requests;
	uint32_t count = take_due();
	return (int32_t)(replies.expects_unread ? without_stale(count, requests) : count);
}

int32_t host_replies_pending(void)
{
	return replies.due != 0;
}

/* Another byte for the reader of one that the block's thread has taken. has_had_turn: it must have cleared the word by
   now. */
static void look_for_taken(int has_had_turn)
{
	if (!replies.has_reader || replies.due != 0 || since(replies.request_us) < PROTOCOL_TAKEN_REPLY_US)
		return;
	if (since(replies.asked_us) >= PROTOCOL_REQUEST_MS_MAX * 1000) {
		replies.has_reader = 0;
		jobs_take_answered_back();
	} else if (has_had_turn && host_record.replies_unread == 0) {
		replies.due = replies.due_requests = 1;
		replies.request_due_us = host_record.now_us;
	}
}

/* The client's thread has just announced a block: for 2 ms it does not look at the pipe. */
int32_t host_replies_at_wake(void)
{
	if (since(replies.request_us) >= PROTOCOL_READER_US_MAX)
		replies.is_left = 0;
	if (!answers_by_counter() || !jobs_wake_is_block())
		return 0;
	if (jobs_answer_is_known())
		replies_forget_request();
	replies.blocks_since++;
	look_for_taken(replies.blocks_since >= PROTOCOL_TAKEN_REPLY_BLOCKS);
	if (replies.due == 0)
		return 0;
	int has_waited = host_record.wake_waited != 0 || host_record.wakes_unread != 0;
	if (has_waited && since(replies.request_due_us) < PROTOCOL_KEPT_US_MAX)
		return 0;
	replies.is_left = 1;
	if (!replies.has_reader)
		replies.asked_us = host_record.now_us;
	replies.has_reader = 1;
	replies.blocks_since = 0;
	return (int32_t)take_due();
}

int32_t host_reader_us(void)
{
	return replies.is_left && jobs_wake_is_block() ? (int32_t)PROTOCOL_READER_US : 0;
}

void host_reader_came(int32_t came)
{
	replies.is_left = !came;
}

int replies_would_be_taken(void)
{
	return replies.is_left && replies.plugin_is_slow;
}

/* ---- time ---- */

static int32_t us_until(uint32_t us)
{
	int32_t left = (int32_t)(us - host_record.now_us);
	return left > 0 ? left : 0;
}

/* When the reader of a byte should have come and no block's thread is about. */
static uint32_t time_to_look_us(void)
{
	uint32_t taken_us = replies.request_us + PROTOCOL_TAKEN_REPLY_US;
	uint32_t left_us = replies.counted_us + PROTOCOL_PIPE_LEFT_US;
	return (int32_t)(taken_us - left_us) > 0 ? taken_us : left_us;
}

int32_t replies_wait_us(void)
{
	if (!answers_by_counter() || jobs_block_is_awaited())
		return -1;
	if (replies.due != 0)
		return us_until(replies.counted_us + PROTOCOL_PIPE_LEFT_US);
	return replies.has_reader ? us_until(time_to_look_us()) : -1;
}

void replies_time(void)
{
	if (replies.has_reader && !jobs_block_is_awaited() && us_until(time_to_look_us()) == 0) {
		if (jobs_answer_is_known())
			replies_forget_request();
		look_for_taken(1);
		replies.has_reader = 0;
	}
}
