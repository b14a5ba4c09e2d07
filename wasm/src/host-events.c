/* SPDX-License-Identifier: BSD-2-Clause */
/* A block's two event lists: events from the DAW's rings go to the plugin, and the plugin's events go back. */
#include <string.h>

#include "core.h"
#include "host.h"
#include "parameters.h"
#include "sort.h"
#include "window.h"

struct event events_received[BLOCK_EVENTS_MAX];
static struct event events_written[BLOCK_EVENTS_MAX]; /* written by the plugin */

void events_describe(struct block *block)
{
	block->events_at = memory_offset(events_received);
	block->output_events_at = memory_offset(events_written);
}

/* Stable, by sample_offset. Current clients send only offset 0, so the list is usually sorted already. */
static void sort_events(struct event *events, uint32_t event_count)
{
	static uint64_t order[BLOCK_EVENTS_MAX];
	static struct event unsorted[BLOCK_EVENTS_MAX];
	uint32_t in_order = 1;
	while (in_order < event_count && events[in_order - 1].sample_offset <= events[in_order].sample_offset)
		in_order++;
	if (in_order >= event_count)
		return;
	for (uint32_t i = 0; i < event_count; i++)
		order[i] = sort_key(events[i].sample_offset, i);
	sort_keys(order, event_count);
	memcpy(unsorted, events, event_count * sizeof events[0]);
	for (uint32_t i = 0; i < event_count; i++)
		events[i] = unsorted[sort_key_position(order[i])];
}

void events_receive(uint32_t frames)
{
	parameters_receive(frames);
	host_record.wants_notes = notes_are_wanted();
	if (host_record.midi_inputs != 0)
		midi_receive(frames);
	sort_events(events_received, host_record.event_count);
}

void events_send(uint32_t frames)
{
	uint32_t count = minimum(host_record.output_event_count, BLOCK_EVENTS_MAX);
	uint32_t last_frame = frames != 0 ? frames - 1 : 0;
	host_record.output_event_count = 0;
	parameters_follow_length();
	echo_begin();
	for (uint32_t i = 0; i < count; i++) {
		const struct event *event = &events_written[i];
		uint32_t sample_offset = minimum(event->sample_offset, last_frame);
		if (event->kind == EVENT_MIDI || event->kind == EVENT_SYSEX)
			midi_send(event, sample_offset);
		else if (event->kind >= EVENT_NOTE_ON && event->kind <= EVENT_NOTE_EXPRESSION)
			note_send(event, sample_offset);
		else if (window_layout->echoes_events)
			echo_event(event, sample_offset);
	}
	echo_end();
}
