/*
 * The audio thread's work: one block, cut into pieces that are no longer than announced. Nothing here allocates, locks,
 * logs or waits, and nothing here can reach the main thread's data (see audio.h).
 *
 * start_processing is called here, before the first piece after activation; stop_processing here too, when the plugin
 * goes to sleep or the caller lets it rest.
 */
#include <string.h>

#include "events.h"
#include "os-door.h"
#include "transport.h"

#define STEADY_BLOCKS 16u

/* ---- start and stop ---- */

static bool start(struct clap_audio *audio)
{
	if (!audio->processing)
		audio->processing = audio->plugin->start_processing(audio->plugin);
	return audio->processing;
}

static void stop(struct clap_audio *audio)
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
	stop(audio);
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
		wake_main();
}

/* ---- events ---- */

static void begin_piece(struct clap_audio *audio, uint32_t start, uint32_t frames)
{
	audio->item_count = 0;
	audio->piece_start = start;
	audio->piece_frames = frames;
	uint32_t index;
	double value;
	if (start == 0) /* edits know no frames: they count from the start of the block */
		while (board_take(audio->edits, &index, &value))
			events_put_value(audio, index, 0, value);
}

/* Hand over the events before the piece's end, from number next on. Offsets beyond the block are the sender's mistake,
   but their events still count, at its last frame. Returns the number of the first event left. */
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

/* Parameter changes only: notes need time to pass. */
static void take_events_of_flush(struct clap_audio *audio)
{
	for (uint32_t i = 0; i < audio->block->event_count && i < BLOCK_EVENTS_MAX; i++)
		if (audio->events[i].kind != EVENT_MIDI)
			events_put(audio, &audio->events[i], 0);
}

void process_flush(struct clap_audio *audio)
{
	atomic_store_explicit(&audio->flush_requested, false, memory_order_relaxed);
	begin_piece(audio, 0, 0);
	if (audio->telling)
		take_events_of_flush(audio);
	if (audio->params) {
		audio->collecting = true;
		audio->params->flush(audio->plugin, &audio->input_events, &audio->output_list);
		audio->collecting = false;
	}
	audio->item_count = 0;
	changes_end(audio);
}

/* ---- buffers ---- */

static bool is_constant(const float *samples, uint32_t frames)
{
	for (uint32_t i = 1; i < frames; i++)
		if (samples[i] != samples[0])
			return false;
	return true;
}

static bool is_silent(const struct clap_side *inputs, uint32_t frames)
{
	for (uint32_t i = 0; i < inputs->channel_count; i++) {
		const float *samples = inputs->channels[i].samples;
		if (samples[0] != 0 || !is_constant(samples, frames))
			return false;
	}
	return true;
}

static void point_ports(struct clap_side *side, uint32_t start)
{
	for (uint32_t i = 0; i < side->port_count; i++)
		side->ports[i].constant_mask = 0;
	for (uint32_t i = 0; i < side->channel_count; i++)
		*side->channels[i].slot = side->channels[i].samples + start;
}

static void mark_constants(struct clap_side *inputs, uint32_t frames)
{
	for (uint32_t i = 0; i < inputs->channel_count; i++) {
		const struct clap_channel *channel = &inputs->channels[i];
		if (channel->number < 64 && is_constant(*channel->slot, frames))
			inputs->ports[channel->port].constant_mask |= UINT64_C(1) << channel->number;
	}
}

/* A plugin that leaves an output alone must not make the DAW hear the last block again. */
static void clear_outputs(struct clap_audio *audio)
{
	for (uint32_t i = 0; i < audio->outputs.channel_count; i++)
		memset(audio->outputs.channels[i].samples, 0, audio->block->frames * sizeof(float));
	if (audio->inputs.spare_used) /* inputs are not to be written, but some plugins work in place */
		memset(audio->inputs.spare, 0, BLOCK_FRAMES_MAX * sizeof(float));
}

/* ---- blocks ---- */

static int32_t run_piece(struct clap_audio *audio)
{
	const uint32_t start = audio->piece_start, frames = audio->piece_frames;
	point_ports(&audio->inputs, start);
	point_ports(&audio->outputs, start);
	mark_constants(&audio->inputs, frames);
	transport_describe(audio, start);
	audio->process.frames_count = frames;
	audio->collecting = true;
	const clap_process_status status = audio->plugin->process(audio->plugin, &audio->process);
	audio->collecting = false;
	audio->item_count = 0;
	audio->process.steady_time += frames;
	audio->asleep = status == CLAP_PROCESS_SLEEP;
	return status == CLAP_PROCESS_ERROR ? PLUGIN_ERROR : PLUGIN_OK;
}

/* Today's DAW does not say how long its blocks will be, and some plugins work on blocks of exactly the announced length
   only. So what blocks keep having is announced in the end, by a restart. One that says it is spared that. */
static void follow_frames(struct clap_audio *audio, uint32_t frames)
{
	if (audio->frames_are_told)
		return;
	audio->same_frames = frames == audio->last_frames ? audio->same_frames + 1 : 0;
	audio->last_frames = frames;
	if (audio->same_frames != STEADY_BLOCKS || frames == audio->frames_max)
		return;
	atomic_store(&audio->steady_frames, frames);
	wake_main();
}

/* Whether something has happened that a sleeping plugin waits for. */
static bool is_called(struct clap_audio *audio)
{
	const bool flush = atomic_exchange_explicit(&audio->flush_requested, false, memory_order_acquire);
	const bool wake = atomic_exchange_explicit(&audio->wake_requested, false, memory_order_acquire);
	return flush || wake || audio->block->event_count > 0 || board_waiting(audio->edits) ||
	       !is_silent(&audio->inputs, audio->block->frames);
}

static int32_t run_block(struct clap_audio *audio)
{
	const uint32_t all = audio->block->frames;
	follow_frames(audio, all);
	clear_outputs(audio);
	if (!is_called(audio) && audio->asleep) {
		stop(audio);
		audio->process.steady_time += all;
		return PLUGIN_OK;
	}
	if (!start(audio))
		return PLUGIN_ERROR;
	int32_t status = PLUGIN_OK;
	uint32_t next = 0;
	for (uint32_t done = 0; done < all; done += audio->piece_frames) {
		begin_piece(audio, done, all - done < audio->frames_max ? all - done : audio->frames_max);
		next = take_events(audio, next);
		if (run_piece(audio) != PLUGIN_OK)
			status = PLUGIN_ERROR;
	}
	return status;
}

int32_t process_block(struct plugin *plugin)
{
	struct clap_audio *audio = (struct clap_audio *)plugin;
	struct block *block = audio->block;
	if (!audio->ready || block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;
	offline_begin_block(&audio->offline);
	role_take(audio);
	audio->telling = true;
	int32_t status = PLUGIN_OK;
	if (block->frames > 0)
		status = run_block(audio);
	else
		process_flush(audio);
	audio->telling = false;
	changes_end(audio);
	role_leave(audio);
	offline_end_block(&audio->offline, block->frames * 1e3 / audio->sample_rate, wake_main);
	block->latency_samples = atomic_load_explicit(&audio->latency_samples, memory_order_relaxed);
	return status;
}
