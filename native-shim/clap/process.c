/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's work: one block, split into pieces no longer than announced. Nothing here allocates, locks, logs
 * or waits, or can access the main thread's data (see audio.h).
 *
 * start_processing is called here, before the first piece after activation; so is stop_processing, when the plugin goes
 * to sleep, is flushed between blocks, or the caller lets it rest.
 */
#include <math.h>
#include <string.h>

#include "block-length.h"
#include "events.h"
#include "os.h"
#include "transport.h"

/* ---- start and stop ---- */

bool process_start(struct clap_audio *audio)
{
	if (!audio->processing)
		audio->processing = audio->plugin->start_processing(audio->plugin);
	return audio->processing;
}

void process_stop(struct clap_audio *audio)
{
	if (audio->processing)
		audio->plugin->stop_processing(audio->plugin);
	audio->processing = false;
}

void process_rest(struct plugin *plugin)
{
	struct clap_audio *audio = (struct clap_audio *)plugin;
	if (!audio->processing)
		return;
	role_take(audio);
	process_stop(audio);
	role_leave(audio);
}

/* ---- changes of values ---- */

void changes_begin(struct clap_audio *audio)
{
	if (!audio->changing)
		atomic_fetch_add(&audio->changes, 1);
	audio->changing = true;
}

void changes_end(struct clap_audio *audio)
{
	if (!audio->changing)
		return;
	audio->changing = false;
	atomic_fetch_add(&audio->changes, 1);
	if (atomic_exchange(&audio->values_awaited, false))
		notify_main();
}

/* ---- events ---- */

static void put_kept(struct clap_audio *audio)
{
	for (uint32_t i = 0; i < audio->kept_count; i++)
		events_put(audio, &audio->kept[i], 0);
	audio->kept_count = 0;
}

void process_begin_piece(struct clap_audio *audio, uint32_t start, uint32_t frames)
{
	audio->item_count = 0;
	audio->requires_process = false;
	audio->piece_start = start;
	audio->piece_frames = frames;
	uint32_t index;
	double value;
	if (start > 0)
		return;
	if (frames > 0)
		events_put_gestures(audio);
	while (mailbox_take(audio->edits, &index, &value))
		events_put_value(audio, index, 0, value);
	if (frames > 0)
		put_kept(audio);
}

/* Pass on the events before the piece's end, starting with event next. Offsets beyond the block are invalid, but their
   events still apply, at its last frame. Returns the index of the first event left. */
static uint32_t take_events(struct clap_audio *audio, uint32_t next)
{
	const struct block *block = audio->block;
	const uint32_t first = audio->piece_start;
	const uint32_t end = first + audio->piece_frames;
	const uint32_t last = audio->piece_frames > 0 ? audio->piece_frames - 1 : 0;
	for (; next < block->event_count && next < BLOCK_EVENTS_MAX; next++) {
		const struct event *event = &audio->events[next];
		if (event->sample_offset >= end && end < block->frames)
			break;
		const uint32_t offset = event->sample_offset > first ? event->sample_offset - first : 0;
		events_put(audio, event, offset < last ? offset : last);
	}
	return next;
}

/* ---- buffers ---- */

static bool is_constant(const float *samples, uint32_t frames)
{
	for (uint32_t i = 1; i < frames; i++)
		if (samples[i] != samples[0])
			return false;
	return true;
}

static void point_ports(struct clap_side *side, uint32_t start)
{
	for (uint32_t i = 0; i < side->port_count; i++)
		side->ports[i].constant_mask = 0;
	channel_map_point(&side->map, start);
}

static void mark_constants(struct clap_side *inputs, uint32_t frames)
{
	for (uint32_t i = 0; i < inputs->map.count; i++) {
		const struct channel *channel = &inputs->map.channels[i];
		if (channel->number < 64 && is_constant(*channel->slot, frames))
			inputs->ports[channel->port].constant_mask |= UINT64_C(1) << channel->number;
	}
}

/* For tests: what the plugin says of its outputs. */
static void check_constants(struct clap_audio *audio)
{
	const struct clap_side *outputs = &audio->outputs;
	for (uint32_t i = 0; i < outputs->map.count; i++) {
		const struct channel *channel = &outputs->map.channels[i];
		const bool is_claimed =
		    channel->number < 64 && outputs->ports[channel->port].constant_mask >> channel->number & 1;
		const float *samples = *channel->slot;
		/* NaN: the mark of a frame that was not written. */
		const bool is_written = audio->piece_frames > 0 && !isnan(samples[0]);
		audio->head.false_claims += is_claimed && is_written && !is_constant(samples, audio->piece_frames);
	}
}

/* If a plugin does not write an output, the DAW must not get the previous block again. */
static void clear_outputs(struct clap_audio *audio)
{
	if (audio->head.keeps_outputs)
		return;
	channel_map_clear(&audio->outputs.map, audio->block->frames);
	channel_map_clear_spare(&audio->inputs.map);
}

/* ---- blocks ---- */

int32_t process_call(struct clap_audio *audio)
{
	transport_describe(audio, audio->piece_start);
	audio->process.frames_count = audio->piece_frames;
	audio->collecting = audio->running = true;
	const clap_process_status status = audio->plugin->process(audio->plugin, &audio->process);
	audio->collecting = audio->running = false;
	audio->item_count = 0;
	audio->process.steady_time += audio->piece_frames;
	audio->asleep = status == CLAP_PROCESS_SLEEP;
	return status == CLAP_PROCESS_ERROR ? PLUGIN_ERROR : PLUGIN_OK;
}

static int32_t run_piece(struct clap_audio *audio)
{
	point_ports(&audio->inputs, audio->piece_start);
	point_ports(&audio->outputs, audio->piece_start);
	mark_constants(&audio->inputs, audio->piece_frames);
	const int32_t status = process_call(audio);
	if (audio->head.keeps_outputs)
		check_constants(audio);
	if (audio->asleep)
		sleep_fall(audio);
	return status;
}

/* The plugin stays asleep, but may have events if its editor is open. It is not started for them. */
static void sleep_through(struct clap_audio *audio)
{
	process_stop(audio);
	audio->process.steady_time += audio->block->frames;
	if (atomic_load_explicit(&audio->flush_requested, memory_order_acquire))
		process_flush(audio);
}

static int32_t run_pieces(struct clap_audio *audio)
{
	const uint32_t all = audio->block->frames;
	atomic_store_explicit(&audio->flush_requested, false, memory_order_relaxed); /* process does it, too */
	if (!process_start(audio))
		return PLUGIN_ERROR;
	int32_t status = PLUGIN_OK;
	uint32_t next = 0;
	for (uint32_t done = 0; done < all; done += audio->piece_frames) {
		process_begin_piece(audio, done, all - done < audio->frames_max ? all - done : audio->frames_max);
		next = take_events(audio, next);
		if (run_piece(audio) != PLUGIN_OK)
			status = PLUGIN_ERROR;
	}
	return status;
}

static int32_t run_block(struct clap_audio *audio)
{
	int32_t status = PLUGIN_OK;
	clear_outputs(audio);
	if (sleep_is_over(audio) || !audio->asleep)
		status = run_pieces(audio);
	else
		sleep_through(audio);
	sleep_remember(audio);
	length_remember(audio);
	return status;
}

static int32_t run(struct clap_audio *audio)
{
	if (!audio->ready)
		return PLUGIN_ERROR;
	role_take(audio);
	audio->reporting = true;
	if (audio->block->frames > 0 && !length_admit(audio))
		return PLUGIN_OK;
	int32_t status = PLUGIN_ERROR; /* if the restart has failed */
	if (audio->ready && audio->block->frames > 0)
		status = run_block(audio);
	else if (audio->ready)
		status = (process_flush(audio), PLUGIN_OK);
	audio->reporting = false;
	changes_end(audio);
	role_leave(audio);
	return status;
}

int32_t process_has_changes(const struct plugin *plugin)
{
	const struct clap_audio *audio = (const struct clap_audio *)plugin;
	return atomic_load(&audio->hold) == HOLD_NONE && audio->ready &&
	       (mailbox_waiting(audio->edits) || atomic_load_explicit(&audio->flush_requested, memory_order_acquire));
}

int32_t process_block(struct plugin *plugin)
{
	struct clap_audio *audio = (struct clap_audio *)plugin;
	struct block *block = audio->block;
	if (!block || block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;
	offline_begin_block(&audio->offline);
	const int32_t status = length_is_held(audio) ? PLUGIN_OK : run(audio);
	offline_end_block(&audio->offline, block->frames * 1e3 / audio->sample_rate, notify_main);
	block->latency_samples = atomic_load_explicit(&audio->latency_samples, memory_order_relaxed);
	return status;
}
