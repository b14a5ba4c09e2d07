/* SPDX-License-Identifier: BSD-2-Clause */
/* The audio thread's only object. */
#include "audio.h"

#include "../os/clock.h"

static int32_t enter_nothing(void)
{
	return 0;
}

static void call_nothing(void)
{
}

static void note_nothing(uint32_t type, uint32_t wake_ms)
{
	(void)type;
	(void)wake_ms;
}

static const struct audio_hooks no_hooks = {.enter = enter_nothing,
    .note_request = note_nothing,
    .call_supervisor = call_nothing,
    .wake_sleepers = call_nothing,
    .pipes_lost = call_nothing};

static struct audio_shared own;

struct audio audio = {.wake_fd = -1, .reply_fd = -1, .also_fd = -1, .hooks = &no_hooks, .shared = &own};

void audio_share(struct audio_shared *shared, void *core_memory)
{
	audio.shared = shared;
	audio.core_memory = core_memory;
}

void audio_set_hooks(const struct audio_hooks *hooks)
{
	audio.hooks = hooks;
}

uint32_t audio_note_time(void)
{
	const uint64_t us = clock_us();
	audio.block->now_us = (uint32_t)us;
	audio.block->done_ms = (uint32_t)(us / 1000u);
	return audio.block->done_ms;
}
