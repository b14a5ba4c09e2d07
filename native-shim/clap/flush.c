/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameter changes without a block. "If the plugin is processing, then the process() call will already achieve the
 * parameter update" (params.h): so a processing plugin is stopped first, and restarted by the next block.
 */
#include "events.h"

/* Notes need time to pass, and gestures are not parameter changes: the next block handles those. */
static void take_events(struct clap_audio *audio)
{
	const struct block *block = audio->block;
	for (uint32_t i = 0; i < block->event_count && i < BLOCK_EVENTS_MAX; i++) {
		const struct event *event = &audio->events[i];
		if (event->kind == EVENT_PARAMETER || event->kind == EVENT_MODULATION)
			events_put(audio, event, 0);
		if (event->kind != EVENT_GESTURE_BEGIN && event->kind != EVENT_GESTURE_END)
			continue;
		events_note_gesture(audio, event);
		audio->gestures_due = true;
	}
}

/* Silent inputs; the outputs' planes are unused between two blocks. */
static void point_channels(struct clap_audio *audio)
{
	for (uint32_t i = 0; i < audio->inputs.map.count; i++)
		*audio->inputs.map.channels[i].slot = audio->inputs.map.spare;
	for (uint32_t i = 0; i < audio->outputs.map.count; i++)
		*audio->outputs.map.channels[i].slot = audio->outputs.map.channels[i].samples;
}

/* CLAP_PARAM_REQUIRES_PROCESS: such a change is "to be done via process() if the plugin is active". */
static void run_one_frame(struct clap_audio *audio)
{
	if (!process_start(audio))
		return;
	point_channels(audio);
	audio->piece_frames = 1;
	process_call(audio);
	audio->asleep = false;
	if (audio->inputs.map.count > 0) /* inputs must not be written, but some plugins do */
		audio->inputs.map.spare[0] = 0;
}

void process_flush(struct clap_audio *audio)
{
	atomic_store_explicit(&audio->flush_requested, false, memory_order_relaxed);
	process_begin_piece(audio, 0, 0);
	if (audio->reporting)
		take_events(audio);
	if (audio->requires_process && audio->ready) {
		run_one_frame(audio);
	} else if (audio->params) {
		process_stop(audio);
		audio->collecting = true;
		audio->params->flush(audio->plugin, &audio->input_events, &audio->output_list);
		audio->collecting = false;
	}
	audio->item_count = 0;
	changes_end(audio);
}
