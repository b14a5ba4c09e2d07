/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the fuzzer of the host role knows of requests, wakes and replies, by the protocol's rules and not by the core's
 * state: which wakes announce blocks, by how much the counter may advance, and how many bytes may be written.
 */
#ifndef FUZZ_HOST_MODEL_H
#define FUZZ_HOST_MODEL_H

#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-twin.h"
#include "request.h"
#include "window.h"

static struct {
	/* The main thread. */
	uint32_t outstanding; /* type of its request, 0: none */
	uint32_t outstanding_ms;
	uint32_t next; /* type of the request that replaces it, 0: none */
	uint32_t next_ms;
	uint32_t given_up;    /* requests that it has not done with */
	int restore_given_up; /* one of them is a restore */
	int suspended;

	/* Since the segment was attached. */
	uint32_t answered;      /* type of the last request answered whose word stood then, 0: none */
	uint32_t word;          /* that word, before the call */
	uint32_t counter;       /* as it stood after the last call */
	uint32_t unanswered;    /* block wakes that the counter has not answered */
	uint32_t wakes;         /* bytes read, and owed */
	uint32_t replies;       /* bytes written */
	uint32_t request_bytes; /* bytes due for requests, and owed */
	int bytes_were_lost;    /* more were due at once than are ever written */
	int blocks_had_bytes;   /* the counter was not alone all the time */
	int words_remained;     /* answered ones: a client that clears it has no byte, one that does not may have two */
} model;

static void model_attach(void)
{
	const int suspended = model.suspended;
	memset(&model, 0, sizeof model);
	model.suspended = suspended;
	if (window_layout->response_counter != 0)
		model.counter = word_load(window_layout->response_counter);
}

static int main_thread_restores(void)
{
	return model.outstanding == PROTOCOL_REQUEST_RESTORE_STATE || model.restore_given_up;
}

/* ---- replies ---- */

/* Before a call: the DAW's stores are not answers. */
static void model_look(void)
{
	if (window_layout->response_counter != 0)
		model.counter = word_load(window_layout->response_counter);
	model.blocks_had_bytes |= !answers_by_counter();
	model.word = word_load(window_layout->request_type);
}

/* After a call: the host takes an answered request's word back. */
static void model_look_for_taken(void)
{
	if (model.word == model.answered && word_load(window_layout->request_type) == PROTOCOL_REQUEST_NONE)
		model.answered = PROTOCOL_REQUEST_NONE;
}

/* After a call. */
static void model_check_counter(void)
{
	model_look_for_taken();
	if (window_layout->response_counter == 0)
		return;
	const uint32_t counter = word_load(window_layout->response_counter);
	EXPECT(counter - model.counter <= model.unanswered);
	model.unanswered -= counter - model.counter;
	model.counter = counter;
}

static void model_write(int32_t count)
{
	EXPECT(count >= 0 && count <= (int32_t)PROTOCOL_REPLIES_MAX);
	model_look_for_taken();
	model.replies += (uint32_t)count;
	EXPECT(model.replies <= model.wakes);
	EXPECT(model.blocks_had_bytes || model.replies <= model.request_bytes + model.wakes / PROTOCOL_TAKEN_REPLY_BLOCKS);
}

static void model_add_replies(uint32_t count)
{
	model.wakes += count;
	model.request_bytes += count;
	model.bytes_were_lost |= model.request_bytes - model.replies > PROTOCOL_REPLIES_MAX;
}

/* ---- wakes ---- */

/* The word of an answered request may stand: it brings none. */
static uint32_t model_type(void)
{
	const uint32_t type = word_load(window_layout->request_type);
	const int is_answered =
	    type == model.answered && word_load(window_layout->request_status) != PROTOCOL_STATUS_PENDING;
	return is_answered ? PROTOCOL_REQUEST_NONE : type;
}

/* As the header is now, does a byte bring a request? */
static int model_brings_request(uint32_t wake_ms)
{
	const uint32_t type = model_type();
	if (type == PROTOCOL_REQUEST_NONE || request_is_taken_at_once(type) || model.outstanding == PROTOCOL_REQUEST_NONE)
		return type != PROTOCOL_REQUEST_NONE;
	const uint32_t last = model.next != PROTOCOL_REQUEST_NONE ? model.next : model.outstanding;
	const uint32_t last_ms = model.next != PROTOCOL_REQUEST_NONE ? model.next_ms : model.outstanding_ms;
	return type != last || wake_ms - last_ms >= PROTOCOL_REQUEST_MS_MAX;
}

static void model_wake(uint32_t wake_ms)
{
	model.wakes++;
	if (word_load(PROTOCOL_HEADER_SHUTDOWN_REQUEST) != 0)
		return;
	const uint32_t type = model_type();
	if (!model_brings_request(wake_ms)) {
		model.unanswered++;
	} else if (!request_is_taken_at_once(type) && model.outstanding != PROTOCOL_REQUEST_NONE) {
		model.next = type;
		model.next_ms = wake_ms;
	}
}

/* ---- requests ---- */

static void model_start_request(uint32_t type, uint32_t wake_ms)
{
	EXPECT(model.outstanding == PROTOCOL_REQUEST_NONE);
	model.answered = PROTOCOL_REQUEST_NONE;
	model.outstanding = type;
	model.outstanding_ms = wake_ms;
}

/* The main thread has done with its request at that time: the one in its place is next, if it still stands. Returns 1
   if it does. */
static int model_done(int reply, uint32_t ms)
{
	if (model.outstanding == PROTOCOL_REQUEST_NONE)
		return 0;
	const uint32_t next = model.next;
	const int word_stands = word_load(window_layout->request_type) == model.outstanding;
	model.answered = answers_by_counter() && word_stands ? model.outstanding : PROTOCOL_REQUEST_NONE;
	model.words_remained |= model.answered != PROTOCOL_REQUEST_NONE;
	model.outstanding = model.next = PROTOCOL_REQUEST_NONE;
	model.request_bytes += reply != 0;
	const int stands = next != PROTOCOL_REQUEST_NONE && word_load(window_layout->request_type) == next;
	if (!stands && !answers_by_counter() && ms - model.next_ms < PROTOCOL_REQUEST_MS_MAX)
		model.request_bytes += request_expects_reply(next) != 0;
	model.bytes_were_lost |= model.request_bytes - model.replies > PROTOCOL_REPLIES_MAX;
	return stands;
}

static void model_give_up(void)
{
	if (model.outstanding == PROTOCOL_REQUEST_NONE)
		return;
	model.given_up++;
	model.restore_given_up |= model.outstanding == PROTOCOL_REQUEST_RESTORE_STATE;
}

static void model_settled(void)
{
	if (model.given_up != 0 && --model.given_up == 0)
		model.restore_given_up = 0;
}

#endif
