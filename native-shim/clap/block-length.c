/* SPDX-License-Identifier: BSD-2-Clause */
/* Reactivates the plugin when the length of the blocks becomes known or changes (block-length.h). */
#include "block-length.h"

#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "os.h"

#define STEADY_BLOCKS 16u
#define PIECES_MAX 64u /* of a block: a first block of one frame must not cut all later ones into single frames */
#define HOLD_MS 60
#define QUIET_SECONDS 1 /* this much silence counts as the end of playback */

/* ---- whether a restart is due ---- */

static void count(struct clap_audio *audio, uint32_t frames)
{
	audio->same_frames = frames == audio->last_frames ? audio->same_frames + 1 : 0;
	audio->last_frames = frames;
}

static bool wants_restart(struct clap_audio *audio, uint32_t frames)
{
	const bool first = !audio->frames_are_known;
	audio->frames_are_known = true;
	count(audio, frames);
	const bool fits = frames % audio->frames_max == 0 && frames / audio->frames_max <= PIECES_MAX;
	if (audio->frames_are_announced || fits)
		return false;
	const bool is_quiet = audio->asleep || audio->quiet_frames >= audio->sample_rate * QUIET_SECONDS;
	return first || is_quiet || audio->same_frames == STEADY_BLOCKS;
}

static bool is_silent(const struct clap_side *side, uint32_t frames)
{
	for (uint32_t i = 0; i < side->map.count; i++)
		for (uint32_t frame = 0; frame < frames; frame++)
			if (side->map.channels[i].samples[frame] != 0)
				return false;
	return true;
}

void length_remember(struct clap_audio *audio)
{
	const uint32_t frames = audio->block->frames;
	if (audio->frames_are_announced)
		return;
	const bool silent = is_silent(&audio->inputs, frames) && is_silent(&audio->outputs, frames);
	audio->quiet_frames = silent ? audio->quiet_frames + frames : 0;
}

/* ---- the wait ---- */

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* True: the plugin is available again. */
static bool await(struct clap_audio *audio)
{
	const long end = now_ms() + HOLD_MS;
	uint32_t hold;
	while ((hold = atomic_load(&audio->hold)) != HOLD_NONE) {
		const long left = end - now_ms();
		const struct timespec limit = {.tv_nsec = left * 1000000};
		if (left <= 0)
			return false;
		syscall(SYS_futex, &audio->hold, FUTEX_WAIT_PRIVATE, hold, &limit, NULL, 0);
	}
	return true;
}

/* The plugin gets them with its next block: values, and MIDI in order. */
static void keep_events(struct clap_audio *audio)
{
	const struct block *block = audio->block;
	for (uint32_t i = 0; i < block->event_count && i < BLOCK_EVENTS_MAX; i++) {
		const struct event *event = &audio->events[i];
		if (event->kind == EVENT_PARAMETER && event->index < audio->parameter_count)
			mailbox_post(audio->edits, event->index, event->value);
		else if (event->kind == EVENT_MIDI && audio->kept_count < NOTES_KEPT_MAX)
			audio->kept[audio->kept_count++] = *event;
	}
}

/* Must not access the plugin, which the main thread may be using. */
static void pass_input(struct clap_audio *audio)
{
	const uint32_t frames = audio->block->frames;
	keep_events(audio);
	for (uint32_t i = 0; i < audio->outputs.map.count; i++) {
		float *samples = audio->outputs.map.channels[i].samples;
		if (i < audio->inputs.map.count)
			memcpy(samples, audio->inputs.map.channels[i].samples, frames * sizeof(float));
		else
			memset(samples, 0, frames * sizeof(float));
	}
}

static bool hold(struct clap_audio *audio, uint32_t frames)
{
	process_stop(audio);
	audio->reporting = false; /* the block's events wait, too, while the main thread flushes */
	role_leave(audio);
	atomic_store(&audio->wanted_frames, frames);
	atomic_store(&audio->hold, HOLD_ASKED);
	notify_main();
	const bool there = await(audio);
	if (there) {
		role_take(audio);
		audio->reporting = true;
	}
	return there;
}

bool length_is_held(struct clap_audio *audio)
{
	if (atomic_load(&audio->hold) == HOLD_NONE)
		return false;
	pass_input(audio);
	return true;
}

bool length_admit(struct clap_audio *audio)
{
	const uint32_t frames = audio->block->frames;
	if (!wants_restart(audio, frames) || hold(audio, frames))
		return true;
	pass_input(audio);
	return false;
}

/* ---- the main thread ---- */

bool length_take(struct clap_audio *audio)
{
	uint32_t asked = HOLD_ASKED;
	return atomic_compare_exchange_strong(&audio->hold, &asked, HOLD_TAKEN);
}

void length_done(struct clap_audio *audio)
{
	atomic_store(&audio->hold, HOLD_NONE);
	syscall(SYS_futex, &audio->hold, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}
