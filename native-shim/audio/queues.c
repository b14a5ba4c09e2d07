/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queues between main and audio thread: notices to main, finished requests to audio. Two rings with one writer and
 * one reader each: the writer fills a slot, then publishes its index (release); the reader does the reverse.
 */
#include "queues.h"

#include "audio.h"

#define SLOTS 64u
#define SLOTS_FOR_REQUESTS 16u

static struct {
	struct notice slots[SLOTS];
	_Atomic uint32_t written;
	_Atomic uint32_t taken;
	struct notice last; /* taken */
} notices;

static struct {
	int32_t slots[SLOTS];
	_Atomic uint32_t written;
	_Atomic uint32_t taken;
} dones;

int32_t notices_put(struct notice notice, uint32_t slots_to_spare)
{
	const uint32_t written = atomic_load_explicit(&notices.written, memory_order_relaxed);
	const uint32_t used = written - atomic_load_explicit(&notices.taken, memory_order_acquire);
	const int fits = used + slots_to_spare < SLOTS;
	if (fits) {
		notices.slots[written % SLOTS] = notice;
		atomic_store_explicit(&notices.written, written + 1, memory_order_release);
	}
	notify_main();
	return fits;
}

void notice_post(enum audio_notice kind, int32_t value)
{
	notices_put((struct notice){.kind = kind, .value = value, .ms = audio.block->done_ms}, SLOTS_FOR_REQUESTS);
}

int32_t audio_take_notice(void)
{
	const uint32_t taken = atomic_load_explicit(&notices.taken, memory_order_relaxed);
	if (taken == atomic_load_explicit(&notices.written, memory_order_acquire))
		return 0;
	notices.last = notices.slots[taken % SLOTS];
	atomic_store_explicit(&notices.taken, taken + 1, memory_order_release);
	return notices.last.kind;
}

int32_t audio_notice_value(void)
{
	return notices.last.value;
}

uint32_t audio_notice_ms(void)
{
	return notices.last.ms;
}

int32_t audio_notice_is_answered(void)
{
	return notices.last.is_answered;
}

void dones_put(int32_t done)
{
	const uint32_t written = atomic_load_explicit(&dones.written, memory_order_relaxed);
	if (written - atomic_load_explicit(&dones.taken, memory_order_acquire) < SLOTS) {
		dones.slots[written % SLOTS] = done;
		atomic_store_explicit(&dones.written, written + 1, memory_order_release);
	}
	audio_command(AUDIO_COMMAND_DONE);
}

int32_t dones_take(void)
{
	const uint32_t taken = atomic_load_explicit(&dones.taken, memory_order_relaxed);
	if (taken == atomic_load_explicit(&dones.written, memory_order_acquire))
		return -1;
	const int32_t done = dones.slots[taken % SLOTS];
	atomic_store_explicit(&dones.taken, taken + 1, memory_order_release);
	return done;
}
