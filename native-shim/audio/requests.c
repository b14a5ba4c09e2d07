/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decides who answers a request: the main thread, or the audio thread if the main thread takes too long. One word
 * holds the request's number and its state. Both threads change it by compare-and-swap from "open", so one of them
 * wins. Both know the number that they mean (the main thread by counting its claims: every posted request is claimed,
 * in order), so a late thread never touches a newer one.
 */
#include "audio.h"
#include "queues.h"

enum { OPEN = 1, CLAIMED = 2, GIVEN_UP = 3 };
#define STATE_BITS 2u
#define STATE_MASK 3u

static struct {
	_Atomic uint32_t word; /* number << STATE_BITS | state */

	/* Audio thread. */
	uint32_t posted; /* number of the newest */
	uint32_t wake_ms;
	int reply_is_due; /* it is finished, but its byte is not written */

	/* Main thread. */
	uint32_t claims; /* number of the oldest unclaimed one, less 1 */
} request;

static uint32_t word_of(uint32_t number, uint32_t state)
{
	return number << STATE_BITS | state;
}

/* ---- audio thread ---- */

int32_t request_post(uint32_t type, uint32_t wake_ms)
{
	const uint32_t number = request.posted + 1;
	request.wake_ms = wake_ms;
	/* This must happen before the main thread can see the notice. */
	atomic_store(&request.word, word_of(number, OPEN));
	audio.hooks->note_request(type, wake_ms);
	const struct notice notice = {
	    .kind = AUDIO_NOTICE_REQUEST, .value = (int32_t)type, .ms = wake_ms, .is_answered = 1};
	if (!notices_put(notice, 0)) {
		atomic_store(&request.word, 0);
		audio.hooks->note_request(0, 0);
		return 0;
	}
	request.posted = number;
	request.reply_is_due = 0;
	return 1;
}

int32_t request_give_up(void)
{
	uint32_t open = word_of(request.posted, OPEN);
	if (clock_ms() - request.wake_ms < AUDIO_REQUEST_MS_MAX)
		return 0;
	if (!atomic_compare_exchange_strong(&request.word, &open, word_of(request.posted, GIVEN_UP)))
		return 0;
	request.reply_is_due = 1;
	return 1;
}

int request_is_claimed(void)
{
	return atomic_load(&request.word) == word_of(request.posted, CLAIMED);
}

int32_t request_take_done(void)
{
	const int32_t done = dones_take();
	if (done >= 0 && done != REQUEST_SETTLED) {
		atomic_store(&request.word, 0);
		request.reply_is_due = 1;
	}
	return done;
}

/* It counts as answered when its byte is written, not before: a plugin that crashes in the block that is run first
 * would lose the byte. */
void request_replied(void)
{
	if (!request.reply_is_due)
		return;
	request.reply_is_due = 0;
	audio.hooks->note_request(0, 0);
}

/* ---- main thread ---- */

int32_t audio_request_is_awaited(void)
{
	return atomic_load(&request.word) == word_of(request.claims + 1, OPEN);
}

int32_t audio_request_claim(void)
{
	const uint32_t number = ++request.claims;
	uint32_t open = word_of(number, OPEN);
	if (atomic_compare_exchange_strong(&request.word, &open, word_of(number, CLAIMED)))
		return 1;
	dones_put(REQUEST_SETTLED);
	return 0;
}

void audio_request_done(int32_t reply)
{
	dones_put(reply);
}
