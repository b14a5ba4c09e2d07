/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLAP_PROCESS_SLEEP: "no more processing is required, until the next event or variation in audio input" (process.h).
 * Other plugins would have to continue their last output, so only a silent one is put to sleep.
 */
#include <string.h>

#include "audio.h"

static bool is_silent(const struct clap_side *outputs, uint32_t frames)
{
	for (uint32_t i = 0; i < outputs->map.count; i++) {
		const float *samples = *outputs->map.channels[i].slot;
		for (uint32_t frame = 0; frame < frames; frame++)
			if (samples[frame] != 0)
				return false;
	}
	return true;
}

void sleep_fall(struct clap_audio *audio)
{
	audio->asleep = is_silent(&audio->outputs, audio->piece_frames);
}

static bool inputs_vary(const struct clap_side *inputs, uint32_t frames)
{
	for (uint32_t i = 0; i < inputs->map.count; i++) {
		const struct channel *channel = &inputs->map.channels[i];
		for (uint32_t frame = 0; frame < frames; frame++)
			if (channel->samples[frame] != channel->last)
				return true;
	}
	return false;
}

/* A transport that just advances is not an event, nor is one that does not move (some DAWs have no playhead). */
static bool jumps(const struct block_transport *before, const struct block_transport *now, uint32_t frames_before)
{
	return now->playhead_sample != before->playhead_sample &&
	       (!now->playing || now->playhead_sample != before->playhead_sample + frames_before);
}

static bool transport_varies(const struct clap_audio *audio)
{
	const struct block_transport *now = &audio->block->transport, *before = &audio->transport_before;
	return now->playing != before->playing || now->tempo != before->tempo || now->numerator != before->numerator ||
	       now->denominator != before->denominator || jumps(before, now, audio->frames_before);
}

bool sleep_is_over(struct clap_audio *audio)
{
	const bool wake = atomic_exchange_explicit(&audio->wake_requested, false, memory_order_acquire);
	return wake || audio->block->event_count > 0 || audio->kept_count > 0 || mailbox_waiting(audio->edits) ||
	       transport_varies(audio) || inputs_vary(&audio->inputs, audio->block->frames);
}

void sleep_remember(struct clap_audio *audio)
{
	const struct block *block = audio->block;
	audio->transport_before = block->transport;
	audio->frames_before = block->frames;
	for (uint32_t i = 0; i < audio->inputs.map.count; i++)
		audio->inputs.map.channels[i].last = audio->inputs.map.channels[i].samples[block->frames - 1];
}
