/*
 * The audio thread's work: one block, cut into runs. Nothing here allocates, locks, logs or waits, and nothing here can
 * reach the main thread's data (see audio.h).
 */
#include <math.h>
#include <string.h>

#include "audio.h"
#include "events.h"

/* A plugin that leaves an output alone must not make the DAW hear the last block again. */
static void clear_outputs(struct lv2_audio *audio)
{
	for (uint32_t i = 0; i < audio->output_count; i++)
		memset(audio->outputs[i].samples, 0, audio->block->frames * sizeof(float));
}

static void connect_planes(struct lv2_audio *audio, uint32_t offset)
{
	if (audio->connected_offset == offset)
		return;
	for (uint32_t i = 0; i < audio->input_count; i++)
		audio->connect_port(audio->handle, audio->inputs[i].port, audio->inputs[i].samples + offset);
	for (uint32_t i = 0; i < audio->output_count; i++)
		audio->connect_port(audio->handle, audio->outputs[i].port, audio->outputs[i].samples + offset);
	audio->connected_offset = offset;
}

static void apply(struct lv2_audio *audio, const struct event *event)
{
	if (event->kind != EVENT_PARAMETER || event->index >= audio->control_count || isnan(event->value))
		return;
	const float value = control_snap(&audio->controls[event->index], event->value);
	__atomic_store(&audio->values[event->index], &value, __ATOMIC_RELAXED);
}

/* Apply the events before the frame end, starting with number next. Returns the number of the first event left. */
static uint32_t apply_until(struct lv2_audio *audio, uint32_t next, uint32_t end)
{
	const uint32_t count = audio->block->event_count;
	while (next < count && next < BLOCK_EVENTS_MAX && audio->events[next].sample_offset < end)
		apply(audio, &audio->events[next++]);
	return next;
}

/* End of the run that starts at frame start: as long as announced at most, and up to the next event where runs may be
 * split. */
static uint32_t run_end(const struct lv2_audio *audio, uint32_t start, uint32_t next)
{
	uint32_t end = audio->block->frames;
	if (end - start > audio->frames_max)
		end = start + audio->frames_max;
	if (!audio->coarse && next < audio->block->event_count && audio->events[next].sample_offset < end)
		end = audio->events[next].sample_offset;
	return end;
}

static void run(struct lv2_audio *audio, uint32_t start, uint32_t end)
{
	connect_planes(audio, start);
	events_begin_run(audio);
	if (audio->worker)
		worker_begin_run(audio->worker);
	audio->run(audio->handle, end - start);
	if (audio->worker)
		worker_end_run(audio->worker);
}

uint32_t lv2_latency(const struct lv2_audio *audio)
{
	if (!audio->latency || !(*audio->latency > 0) || *audio->latency > (float)INT32_MAX)
		return 0;
	return (uint32_t)lrintf(*audio->latency);
}

int32_t lv2_process(struct plugin *plugin)
{
	struct lv2_audio *audio = (struct lv2_audio *)plugin;
	if (!audio->ready || audio->block->frames == 0 || audio->block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;

	const uint32_t frames = audio->block->frames;
	uint32_t next = 0;
	clear_outputs(audio);
	events_begin_block(audio);
	for (uint32_t start = 0; start < frames;) {
		next = apply_until(audio, next, start + 1);
		const uint32_t end = run_end(audio, start, next);
		if (audio->coarse)
			next = apply_until(audio, next, end);
		run(audio, start, end);
		start = end;
	}
	/* Offsets beyond the block are the sender's mistake, but the values still count. */
	apply_until(audio, next, UINT32_MAX);
	audio->block->latency_samples = lv2_latency(audio);
	return PLUGIN_OK;
}
