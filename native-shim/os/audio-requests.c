/*
 * Who answers a request: the main thread, or the audio thread for it when it takes too long.
 *
 * One word tells whose it is: the request's number and a state. Both threads change it by compare-and-swap from "open",
 * so one of them wins; and both know the number that they mean (the main thread by counting its claims: every request
 * that was posted is claimed, in order), so whoever is late never lays hands on a newer one.
 */
#include "audio-wait.h"

enum { OPEN = 1, CLAIMED = 2, GIVEN_UP = 3 };
#define STATE_BITS 2u
#define STATE_MASK 3u

/* Weakly linked: a shim without recovery has nobody to tell. */
__attribute__((weak)) void recovery_note_request(uint32_t type, uint32_t wake_ms);

static struct {
	_Atomic uint32_t word; /* number << STATE_BITS | state */

	/* Audio thread. */
	uint32_t posted; /* number of the newest */
	int32_t type;    /* of that one */
	uint32_t wake_ms;

	/* Main thread. */
	uint32_t claims; /* number of the oldest that has not been claimed, less 1 */
} request;

int request_reply_is_due;

static uint32_t word_of(uint32_t number, uint32_t state)
{
	return number << STATE_BITS | state;
}

static void note(int32_t type, uint32_t wake_ms)
{
	if (recovery_note_request)
		recovery_note_request((uint32_t)type, wake_ms);
}

/* ---- audio thread ---- */

int32_t audio_post_request(int32_t kind, int32_t type, uint32_t wake_ms)
{
	const uint32_t number = request.posted + 1;
	if (audio.is_loopback)
		return 1;
	request.type = type;
	request.wake_ms = wake_ms;
	/* Before the main thread can see the notice. */
	atomic_store(&request.word, word_of(number, OPEN));
	note(type, wake_ms);
	if (!notices_post(kind, type, wake_ms, 0)) {
		atomic_store(&request.word, 0);
		note(0, 0);
		return 0;
	}
	request.posted = number;
	request_reply_is_due = 0;
	return 1;
}

uint32_t audio_give_up_request(void)
{
	uint32_t open = word_of(request.posted, OPEN);
	if (clock_ms() - request.wake_ms < AUDIO_REQUEST_MS_MAX)
		return 0;
	if (!atomic_compare_exchange_strong(&request.word, &open, word_of(request.posted, GIVEN_UP)))
		return 0;
	request_reply_is_due = 1;
	return (uint32_t)request.type;
}

int32_t audio_take_done(void)
{
	const int32_t done = dones_take();
	if (done >= 0 && done != AUDIO_DONE_SETTLED) {
		atomic_store(&request.word, 0);
		request_reply_is_due = 1;
	}
	return done;
}

/* It is answered when its byte is written, not before: a plugin that dies in the block that is run first would take the
 * byte with it. */
void request_replied(void)
{
	request_reply_is_due = 0;
	note(0, 0);
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
	dones_put(AUDIO_DONE_SETTLED);
	return 0;
}

void audio_request_done(int32_t reply)
{
	dones_put(reply);
}
