/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must hold whatever the fuzzer of the host role does.
 */
#ifndef FUZZ_HOST_CHECK_H
#define FUZZ_HOST_CHECK_H

#include <math.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "window.h"

static void *table(uint32_t at)
{
	return (void *)(MEMORY_BASE + at);
}

/* ---- the block that is handed to the plugin ---- */

static void check_midi(const struct block *block, const struct event *event)
{
	EXPECT(event->port < block->midi_inputs && event->port < window_layout->midi_in_ports);
	EXPECT(event->index >= 1 && event->index <= 3);
	EXPECT(event->bytes[0] >= 0x80);
	for (uint32_t i = event->index; i < sizeof event->bytes; i++)
		EXPECT(event->bytes[i] == 0);
}

static void check_value(const struct block *block, const struct event *event)
{
	float minimum = ((const float *)table(block->parameter_minimums_at))[event->index];
	float maximum = ((const float *)table(block->parameter_maximums_at))[event->index];
	EXPECT(!isnan(event->value) || isnan(minimum) || isnan(maximum));
	if (minimum <= maximum)
		EXPECT(event->value >= minimum && event->value <= maximum);
}

static void check_event(const struct block *block, const struct event *event)
{
	/* Of a run without frames: the first. */
	EXPECT(event->sample_offset < (block->frames ? block->frames : 1));
	if (event->kind == EVENT_MIDI) {
		check_midi(block, event);
		return;
	}
	EXPECT(event->index < block->parameter_count && event->index < BLOCK_PARAMETERS_MAX);
	if (event->kind == EVENT_PARAMETER)
		check_value(block, event);
	else if (event->kind == EVENT_MODULATION)
		EXPECT(isfinite(event->value));
	else
		EXPECT(event->kind == EVENT_GESTURE_BEGIN || event->kind == EVENT_GESTURE_END);
}

static void check_events(const struct block *block)
{
	const struct event *events = table(block->events_at);
	EXPECT(block->frames <= BLOCK_FRAMES_MAX);
	EXPECT(block->event_count <= BLOCK_EVENTS_MAX);
	for (uint32_t i = 0; i < block->event_count; i++) {
		check_event(block, &events[i]);
		EXPECT(i == 0 || events[i - 1].sample_offset <= events[i].sample_offset);
	}
	EXPECT(isfinite(block->transport.tempo) && block->transport.tempo >= 0);
	EXPECT(block->transport.playing <= 1);
}

/* ---- the segment ---- */

static uint8_t expected[PROTOCOL_SEGMENT_BYTES]; /* as the DAW alone would have made it */

/* Take over what is the host's to write; everything else must be as the DAW left it. */
static void accept(uint32_t offset, uint32_t bytes)
{
	memcpy(expected + offset, window_bytes + offset, bytes);
}

static void accept_midi(const struct protocol_layout *row)
{
	for (uint32_t port = 0; port < row->midi_in_ports; port++)
		accept(row->midi_in_write + port * row->midi_stride + 4, 4);
	for (uint32_t port = 0; port < row->midi_out_ports; port++) {
		uint32_t further = port * row->midi_stride;
		accept(row->midi_out_write + further, 4);
		accept(row->midi_out_slots + further, PROTOCOL_RING_SLOTS * 16);
	}
}

static void check_segment(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t words[] = {PROTOCOL_HEADER_READY, PROTOCOL_HEADER_HEARTBEAT, PROTOCOL_HEADER_ERROR_CODE,
	    PROTOCOL_HEADER_NUM_INPUT_CHANNELS, PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS, row->request_type, row->request_status,
	    row->scratch_size, row->state_dirty, row->latency_samples, row->response_counter, row->midi_in_port_count,
	    row->midi_out_port_count, row->parameter_read, row->echo_write};
	for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (words[i] != 0)
			accept(words[i], 4);
	}
	for (uint32_t channel = 0; channel < PROTOCOL_CHANNELS_MAX; channel++)
		accept(protocol_plane(channel, PROTOCOL_HOST_TO_DAW), PROTOCOL_PLANE_BYTES);
	accept(row->echo_slots, PROTOCOL_RING_SLOTS * 16);
	accept(row->scratch, PROTOCOL_SCRATCH_BYTES);
	accept_midi(row);
	if (row->version == 6) { /* the DAW's bytes may have switched it meanwhile */
		accept_midi(protocol_layout_of(6));
		accept_midi(protocol_layout_of_older_6());
	}
	EXPECT(memcmp(expected, window_bytes, sizeof expected) == 0);
}

#endif
