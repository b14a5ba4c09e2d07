/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's work: one block, split into pieces no longer than announced. Nothing here allocates, locks, logs
 * or waits, or can access the main thread's data (see audio.h).
 *
 * setProcessing(1) is called here, before the first piece after activation; setProcessing(0) by the main thread before
 * setActive(0), while this thread is stopped: VST3 allows both threads.
 */
#include <string.h>

#include "audio.h"
#include "events.h"
#include "os.h"
#include "transport.h"

/* ---- parameters ---- */

#define EDIT_ROUNDS_MAX 8 /* a thread that edits continuously must not stall the block */

static bool take_gestures(struct vst3_audio *audio)
{
	struct gesture gesture;
	bool any = false;
	while (gestures_take(&audio->gestures, &gesture)) {
		const struct event event = {.kind = (uint8_t)gesture.kind, .index = gesture.index};
		events_output(audio, &event);
		any = true;
	}
	return any;
}

static void take_values(struct vst3_audio *audio)
{
	uint32_t index;
	double value;
	while (mailbox_take(audio->directory->edits, &index, &value))
		changes_add(audio->input_changes, audio->ids[index], 0, value, CHANGE_FROM_EDITOR);
}

/* Edits come from an editor, which has no frames, so they apply from the start of the block. Values and gestures are
   read alternately until there are no more gestures, so that no value precedes its begin, and no end precedes its
   value. */
static void take_edits(struct vst3_audio *audio)
{
	if (!atomic_exchange_explicit(&audio->edits_waiting, false, memory_order_acquire))
		return;
	take_gestures(audio);
	int round = 0;
	do
		take_values(audio);
	while (take_gestures(audio) && ++round < EDIT_ROUNDS_MAX);
}

/* Store the final values of a piece in the table and in the queue for the controller, which belongs to the main thread.
 */
static void report(struct vst3_audio *audio, const struct changes *changes, struct mailbox *mailbox)
{
	bool wake = false;
	for (uint32_t i = 0; i < changes_count(changes); i++) {
		struct change change;
		if (!changes_last(changes, i, &change) || !(change.value >= 0 && change.value <= 1))
			continue;
		const uint32_t index = directory_find(audio->directory, change.id);
		if (index == audio->parameter_count)
			continue;
		vst3_store_value(audio, index, change.value);
		if (change.source == CHANGE_FROM_OUTSIDE)
			wake |= mailbox_post(mailbox, index, change.value);
	}
	if (!wake)
		return;
	offline_note(&audio->offline);
	notify_main();
}

/* ---- buffers ---- */

static bool is_silent(const float *samples, uint32_t frames)
{
	for (uint32_t i = 0; i < frames; i++)
		if (samples[i] != 0)
			return false;
	return true;
}

static void point_buses(struct vst3_side *side, uint32_t start)
{
	for (uint32_t i = 0; i < side->bus_count; i++)
		side->buses[i].channel_silence_bitset = 0;
	channel_map_point(&side->map, start);
}

static void mark_silence(struct vst3_side *inputs, uint32_t start, uint32_t frames)
{
	for (uint32_t i = 0; i < inputs->map.count; i++) {
		const struct channel *channel = &inputs->map.channels[i];
		if (channel->number < 64 && is_silent(channel->samples + start, frames))
			inputs->buses[channel->port].channel_silence_bitset |= UINT64_C(1) << channel->number;
	}
}

/* For tests: whether a channel that is flagged as silent has sound. NaN: the mark of a frame that was not written. */
static bool is_heard(const float *samples, uint32_t frames)
{
	for (uint32_t i = 0; i < frames; i++)
		if (samples[i] < 0 || samples[i] > 0)
			return true;
	return false;
}

/* A channel that the plugin flags as silent may not have been written. */
static void apply_silence(struct vst3_audio *audio, uint32_t start, uint32_t frames)
{
	const struct vst3_side *outputs = &audio->outputs;
	for (uint32_t i = 0; i < outputs->map.count; i++) {
		const struct channel *channel = &outputs->map.channels[i];
		if (channel->number < 64 && outputs->buses[channel->port].channel_silence_bitset >> channel->number & 1) {
			audio->head.false_claims += audio->head.keeps_outputs && is_heard(channel->samples + start, frames);
			memset(channel->samples + start, 0, frames * sizeof(float));
		}
	}
}

/* If a plugin does not write an output, the DAW must not get the previous block again. */
static void clear_outputs(struct vst3_audio *audio)
{
	if (audio->head.keeps_outputs)
		return;
	channel_map_clear(&audio->outputs.map, audio->block->frames);
	channel_map_clear_spare(&audio->inputs.map);
}

/* ---- pieces ---- */

static void begin_processing(struct vst3_audio *audio)
{
	if (!audio->processing)
		(*audio->processor)->set_processing(audio->processor, 1); /* "not implemented" is a common result */
	audio->processing = true;
}

static void clear_lists(struct vst3_audio *audio)
{
	changes_clear(audio->input_changes);
	changes_clear(audio->output_changes);
	events_clear(&audio->input_events);
	events_clear(&audio->output_list);
}

static void begin_piece(struct vst3_audio *audio, uint32_t start)
{
	clear_lists(audio);
	transport_describe(audio, start);
	if (start == 0)
		take_edits(audio);
}

/* Pass on the events before the frame end, starting with event next. Offsets beyond the block are invalid, but their
   events still apply, at its last frame. Returns the index of the first event left. */
static uint32_t take_events(struct vst3_audio *audio, uint32_t next, uint32_t start, uint32_t end)
{
	const struct block *block = audio->block;
	const uint32_t last = end > start ? end - start - 1 : 0;
	for (; next < block->event_count && next < BLOCK_EVENTS_MAX; next++) {
		const struct event *event = &audio->events[next];
		if (event->sample_offset >= end && end < block->frames)
			break;
		const uint32_t offset = event->sample_offset > start ? event->sample_offset - start : 0;
		events_put(audio, event, offset < last ? offset : last);
	}
	return next;
}

static int32_t end_piece(struct vst3_audio *audio, uint32_t start, uint32_t frames)
{
	audio->data.nframes = (int32_t)frames;
	const v3_result result = (*audio->processor)->process(audio->processor, &audio->data);
	audio->continuous_samples += frames;
	report(audio, audio->input_changes, audio->unsent_values);
	report(audio, audio->output_changes, audio->reported);
	events_collect(audio, start, frames);
	return result == V3_OK ? PLUGIN_OK : PLUGIN_HEARD; /* its output is used, as in other hosts */
}

static int32_t run_piece(struct vst3_audio *audio, uint32_t start, uint32_t frames)
{
	point_buses(&audio->inputs, start);
	point_buses(&audio->outputs, start);
	mark_silence(&audio->inputs, start, frames);
	audio->data.num_input_buses = (int32_t)audio->inputs.bus_count;
	audio->data.num_output_buses = (int32_t)audio->outputs.bus_count;
	audio->data.inputs = audio->inputs.buses;
	audio->data.outputs = audio->outputs.buses;
	const int32_t status = end_piece(audio, start, frames);
	apply_silence(audio, start, frames);
	return status;
}

/* A flush: parameters only. VST3 has calls without buses and frames for that, but all plugins made with DPF return from
   them before they read the changes: they get one frame of silence instead. */
static int32_t flush(struct vst3_audio *audio)
{
	if (changes_count(audio->input_changes) > 0) {
		for (uint32_t i = 0; i < audio->inputs.map.count; i++)
			audio->inputs.map.channels[i].samples[0] = 0;
		return run_piece(audio, 0, 1);
	}
	audio->data.num_input_buses = audio->data.num_output_buses = 0;
	audio->data.inputs = audio->data.outputs = NULL;
	return end_piece(audio, 0, 0);
}

void vst3_settle(struct vst3_audio *audio)
{
	const uint32_t events = audio->block->output_event_count;
	begin_processing(audio);
	clear_lists(audio);
	transport_describe(audio, 0);
	flush(audio); /* the state alone, or it could undo the values that came after it */
	clear_lists(audio);
	take_values(audio);
	if (changes_count(audio->input_changes) > 0)
		flush(audio);
	audio->block->output_event_count = events; /* discarded: no DAW waits for them */
}

int32_t vst3_has_changes(const struct plugin *plugin)
{
	const struct vst3_audio *audio = (const struct vst3_audio *)plugin;
	return audio->ready && atomic_load_explicit(&audio->edits_waiting, memory_order_acquire);
}

int32_t vst3_process(struct plugin *plugin)
{
	struct vst3_audio *audio = (struct vst3_audio *)plugin;
	struct block *block = audio->block;
	if (!audio->ready || block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;
	offline_begin_block(&audio->offline);
	begin_processing(audio);
	int32_t status = PLUGIN_OK;
	uint32_t next = 0;
	uint32_t start = 0;
	clear_outputs(audio);
	do {
		const uint32_t left = block->frames - start;
		const uint32_t frames = left < audio->frames_max ? left : audio->frames_max;
		begin_piece(audio, start);
		next = take_events(audio, next, start, start + frames);
		const int32_t result = frames > 0 ? run_piece(audio, start, frames) : flush(audio);
		if (result != PLUGIN_OK)
			status = result;
		start += frames;
	} while (start < block->frames);
	offline_end_block(&audio->offline, block->frames * 1e3 / audio->sample_rate, notify_main);
	block->latency_samples = atomic_load_explicit(&audio->latency_samples, memory_order_relaxed);
	return status;
}
