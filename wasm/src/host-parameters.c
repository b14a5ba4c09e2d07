/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameter table, and parameter events from the DAW's ring to the block's event list.
 *
 * The core never writes a parameter's value: the plugin's side does so when it applies the event.
 */
#include <float.h>

#include "core.h"
#include "host.h"
#include "parameters.h"
#include "ring.h"
#include "sort.h"

static_assert(PROTOCOL_RING_SLOTS <= BLOCK_EVENTS_MAX, "a full ring fits one block's list");

uint32_t parameter_ids[BLOCK_PARAMETERS_MAX];
uint32_t parameter_values[BLOCK_PARAMETERS_MAX];
uint32_t parameter_count;
static float minimums[BLOCK_PARAMETERS_MAX];
static float maximums[BLOCK_PARAMETERS_MAX];

/* (id, position) in ascending order. */
static uint64_t index_by_id[BLOCK_PARAMETERS_MAX];

static struct {
	uint32_t count;
	uint32_t last_id;
} refused;

void parameters_describe(struct block *block)
{
	block->parameter_ids_at = memory_offset(parameter_ids);
	block->parameter_minimums_at = memory_offset(minimums);
	block->parameter_maximums_at = memory_offset(maximums);
	block->parameter_values_at = memory_offset(parameter_values);
}

/* ---- the table ---- */

void parameters_follow(void)
{
	parameter_count = minimum(host_record.parameter_count, BLOCK_PARAMETERS_MAX);
	for (uint32_t i = 0; i < parameter_count; i++)
		index_by_id[i] = sort_key(parameter_ids[i], i);
	sort_keys(index_by_id, parameter_count);
	echo_follow();
}

void parameters_attach(void)
{
	echo_forget();
	parameters_restart();
}

void parameters_restart(void)
{
	refused.count = 0;
	parameters_follow();
}

/* Position of a parameter, the first if several have this id; BLOCK_PARAMETERS_MAX if none has. */
static uint32_t position_of(uint32_t id)
{
	uint32_t low = 0;
	for (uint32_t high = parameter_count; low < high;) {
		uint32_t middle = low + (high - low) / 2;
		if (index_by_id[middle] < sort_key(id, 0))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == parameter_count || index_by_id[low] >> 32 != id)
		return BLOCK_PARAMETERS_MAX;
	return sort_key_position(index_by_id[low]);
}

/* ---- from the DAW ---- */

static float clamp(float value, float lowest, float highest)
{
	return value < lowest ? lowest : value > highest ? highest : value;
}

/* Translate kind and value of an event from the wire. An unknown kind counts as a value. Returns 0 if the value is
   invalid. */
static int translate(const struct protocol_parameter_event *from, struct event *event)
{
	switch (from->event_kind) {
	case PROTOCOL_EVENT_GESTURE_BEGIN:
		event->kind = EVENT_GESTURE_BEGIN;
		return 1;
	case PROTOCOL_EVENT_GESTURE_END:
		event->kind = EVENT_GESTURE_END;
		return 1;
	case PROTOCOL_EVENT_MODULATION: /* an offset, not limited by the parameter's range */
		event->kind = EVENT_MODULATION;
		event->value = from->value;
		return from->value >= -FLT_MAX && from->value <= FLT_MAX;
	default:
		event->kind = EVENT_PARAMETER;
		event->value = clamp(from->value, minimums[event->index], maximums[event->index]);
		return from->value == from->value;
	}
}

/* Fill in an event from the ring. Returns 0 if it is not for the plugin. */
static int receive(const struct protocol_parameter_event *from, uint32_t last_frame, struct event *event)
{
	const uint32_t position = position_of(from->param_index);
	*event = (struct event){.sample_offset = minimum(from->sample_offset, last_frame), .index = position};
	if (position != BLOCK_PARAMETERS_MAX && translate(from, event))
		return 1;
	refused.count++;
	refused.last_id = from->param_index;
	return 0;
}

void parameters_receive(uint32_t frames)
{
	struct ring ring = ring_of_parameters();
	uint32_t index;
	uint32_t used = ring_used(&ring, &index);
	uint32_t kept = 0, edits = 0;
	parameters_follow_length();
	for (uint32_t i = 0; i < used; i++) {
		struct protocol_parameter_event from;
		struct event *event = &events_received[kept];
		ring_read(&ring, index + i, &from);
		if (!receive(&from, frames - 1, event))
			continue;
		kept++;
		edits += event->kind == EVENT_PARAMETER;
	}
	host_record.event_count = kept;
	host_record.edits += edits;
	if (used != 0)
		ring_consumed(&ring, index + used);
}

int32_t parameters_were_refused(void)
{
	return refused.count != 0;
}

uint32_t host_refused_parameters(void)
{
	uint32_t refusals = refused.count;
	refused.count = 0;
	return refusals;
}

uint32_t host_refused_parameter_id(void)
{
	return refused.last_id;
}

int32_t host_refused_parameter_is_known(void)
{
	return position_of(refused.last_id) != BLOCK_PARAMETERS_MAX;
}
