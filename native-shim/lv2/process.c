/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's work: one block, split into runs. Nothing here allocates, locks, logs or waits, or can access the
 * main thread's data (see audio.h).
 */
#include <math.h>
#include <string.h>

#include "audio.h"
#include "events.h"
#include "latency.h"

/* If a plugin does not write an output, the DAW must not get the previous block again. */
static void clear_outputs(struct lv2_audio *audio)
{
	if (audio->head.keeps_outputs)
		return;
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
	if (event->kind != EVENT_PARAMETER || event->index >= audio->control_count || isnan(event->value) ||
	    (audio->controls[event->index].flags & PLUGIN_PARAMETER_READ_ONLY))
		return;
	const float value = control_snap(&audio->controls[event->index], event->value);
	__atomic_store(&audio->values[event->index], &value, __ATOMIC_RELAXED);
}

/* End of the run that starts at frame start: no longer than announced, and at most up to the next parameter change
   where runs may be split. MIDI events have their own frame and do not split runs. */
static uint32_t run_end(const struct lv2_audio *audio, const struct slice *slice)
{
	uint32_t end = audio->block->frames;
	if (end - slice->start > audio->frames_max)
		end = slice->start + audio->frames_max;
	/* They are sorted: usually all of them are at the start of the block, and none splits it. */
	if (audio->coarse || audio->event_count == 0 || audio->events[audio->event_count - 1].sample_offset <= slice->start)
		return end;
	for (uint32_t i = slice->next_event; i < audio->event_count; i++) {
		const struct event *event = &audio->events[i];
		if (event->sample_offset >= end)
			break;
		if (event->kind == EVENT_PARAMETER && event->sample_offset > slice->start)
			return event->sample_offset;
	}
	return end;
}

/* Advance to the next run and its events: all whose frame is in it. Offsets beyond the block are invalid, but their
   values still apply, in the last run. */
static void advance(const struct lv2_audio *audio, struct slice *slice)
{
	slice->start = slice->end;
	slice->first_event = slice->next_event;
	slice->end = run_end(audio, slice);
	if (slice->end == audio->block->frames)
		slice->next_event = audio->event_count;
	while (slice->next_event < audio->event_count && audio->events[slice->next_event].sample_offset < slice->end)
		slice->next_event++;
}

static void arm_triggers(struct lv2_audio *audio)
{
	for (uint32_t i = 0; i < audio->trigger_count; i++)
		__atomic_load(&audio->values[audio->triggers[i].number], &audio->triggers[i].set, __ATOMIC_RELAXED);
}

/* Reset the triggers set for this run; what an editor has set meanwhile is for the next one. The DAW is notified that
   the value is back at its default, even if it was in the table for this run only. */
static void release_triggers(struct lv2_audio *audio, uint32_t frame)
{
	for (uint32_t i = 0; i < audio->trigger_count; i++) {
		struct lv2_trigger *trigger = &audio->triggers[i];
		float rest = audio->controls[trigger->number].default_value;
		if (trigger->set == rest || !__atomic_compare_exchange(&audio->values[trigger->number], &trigger->set, &rest,
		                                false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			continue;
		const struct event event = {
		    .sample_offset = frame, .kind = EVENT_PARAMETER, .index = trigger->number, .value = (double)rest};
		events_add_output(audio, &event);
	}
}

static void call_run(struct lv2_audio *audio, uint32_t frames)
{
	if (audio->worker)
		worker_begin_run(audio->worker);
	audio->run(audio->handle, frames);
	if (audio->worker)
		worker_end_run(audio->worker);
}

static void run(struct lv2_audio *audio, const struct slice *slice)
{
	/* A slice ends at the next parameter event: its own events apply at its start, or the plugin wants them there. */
	for (uint32_t i = slice->first_event; i < slice->next_event; i++)
		apply(audio, &audio->events[i]);
	connect_planes(audio, slice->start);
	events_begin_run(audio, slice);
	arm_triggers(audio);
	call_run(audio, slice->end - slice->start);
	events_end_run(audio, slice);
	release_triggers(audio, slice->end - 1);
}

static bool is_trigger_set(const struct lv2_audio *audio)
{
	for (uint32_t i = 0; i < audio->trigger_count; i++)
		if (audio->values[audio->triggers[i].number] != audio->controls[audio->triggers[i].number].default_value)
			return true;
	return false;
}

/* Properties reach the plugin in a run only, and a state is about to be saved: one frame of silence, which no one
   hears. A trigger, though, must be heard. */
static void run_for_properties(struct lv2_audio *audio)
{
	static float silence[16], unheard[16]; /* one plugin runs at a time */
	const struct slice slice = {.end = 1};
	const uint32_t events = audio->block->output_event_count;
	if (!properties_wait(audio) || is_trigger_set(audio))
		return;
	silence[0] = 0;
	for (uint32_t i = 0; i < audio->input_count; i++)
		audio->connect_port(audio->handle, audio->inputs[i].port, silence);
	for (uint32_t i = 0; i < audio->output_count; i++)
		audio->connect_port(audio->handle, audio->outputs[i].port, unheard);
	audio->connected_offset = UINT32_MAX;
	events_begin_run(audio, &slice);
	call_run(audio, 1);
	events_end_run(audio, &slice);
	audio->block->output_event_count = events;
}

uint32_t lv2_latency(const struct lv2_audio *audio)
{
	return audio->latency ? latency_believed((double)*audio->latency, audio->sample_rate) : 0;
}

int32_t lv2_process(struct plugin *plugin)
{
	struct lv2_audio *audio = (struct lv2_audio *)plugin;
	if (!audio->ready || audio->block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;

	struct block *block = audio->block;
	audio->event_count = block->event_count < BLOCK_EVENTS_MAX ? block->event_count : BLOCK_EVENTS_MAX;
	events_take_gestures(audio);
	if (block->frames == 0) { /* a flush: a control port's value needs no run */
		for (uint32_t i = 0; i < audio->event_count; i++)
			apply(audio, &audio->events[i]);
		run_for_properties(audio);
		return PLUGIN_OK;
	}
	clear_outputs(audio);
	events_begin_block(audio);
	for (struct slice slice = {0}; slice.end < block->frames;) {
		advance(audio, &slice);
		run(audio, &slice);
	}
	block->latency_samples = lv2_latency(audio);
	return PLUGIN_OK;
}
