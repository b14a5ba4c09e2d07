/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reports the plugin's parameter changes to the DAW through the echo ring.
 *
 * For each parameter the core keeps the value that the DAW knows and whether it is being touched (a gesture has begun
 * and not ended), and compares both with the current state. So a full ring only delays reports, and the DAW never gets
 * a gesture without its end. An event from the plugin adds when and in which order; if the ring has no room for it, the
 * comparison reports the change later. Only modulation is not state, and is lost if there is no room.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "parameters.h"
#include "ring.h"

/* The plugin's state. */
static uint8_t touched[BLOCK_PARAMETERS_MAX];

/* The DAW's knowledge. */
static struct {
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	uint32_t values[BLOCK_PARAMETERS_MAX];
	uint8_t touched[BLOCK_PARAMETERS_MAX];
	uint32_t count;
	uint32_t announced; /* parameters below this position have been echoed at least once, or need not be */
} known;

static uint32_t next;        /* where the next comparison starts: a full ring interrupts it */
static int gestures_waiting; /* touched may differ from the DAW's knowledge */
static int reporting_all;    /* report everything again, whatever the DAW knows */

void echo_forget(void)
{
	known.count = 0;
	reporting_all = 0;
}

void host_report_all(void)
{
	reporting_all = 1;
	known.announced = 0;
	next = 0;
}

void echo_follow(void)
{
	for (uint32_t i = 0; i < parameter_count; i++) {
		if (i >= known.count || known.ids[i] != parameter_ids[i]) {
			known.values[i] = parameter_values[i];
			known.touched[i] = 0;
		}
		known.ids[i] = parameter_ids[i];
		touched[i] = 0;
	}
	known.count = parameter_count;
	known.announced = window_layout->echoes_at_start || reporting_all ? 0 : parameter_count;
	next = 0;
	gestures_waiting = 1;
}

/* ---- one parameter ---- */

/* The free slots of the ring while events are being written: the write index is stored once for all of them. */
static struct {
	struct ring ring;
	uint32_t index;
	uint32_t free;
} slots;

void echo_begin(void)
{
	slots.ring = ring_of_echo();
	slots.free = ring_free(&slots.ring, &slots.index);
}

void echo_end(void)
{
	ring_produced(&slots.ring, slots.index);
}

/* Returns 0 if the ring is full, as do all functions built on it. */
static int tell(uint32_t position, uint32_t kind, uint32_t sample_offset, uint32_t value)
{
	if (slots.free == 0)
		return 0;
	struct protocol_parameter_event event = {
	    .param_index = parameter_ids[position],
	    .sample_offset = sample_offset,
	    .event_kind = kind,
	};
	memcpy(&event.value, &value, sizeof event.value);
	ring_write(&slots.ring, slots.index++, &event);
	slots.free--;
	host_record.edits += kind != PROTOCOL_EVENT_MODULATION;
	return 1;
}

/* kind: PROTOCOL_EVENT_VALUE, perhaps with PROTOCOL_EVENT_DONT_RECORD */
static int report_value_as(uint32_t position, uint32_t kind, uint32_t sample_offset, uint32_t value)
{
	if (!tell(position, kind, sample_offset, value))
		return 0;
	known.values[position] = value;
	if (position == known.announced)
		known.announced++;
	return 1;
}

static int report_value(uint32_t position, uint32_t sample_offset, uint32_t value)
{
	return report_value_as(position, PROTOCOL_EVENT_VALUE, sample_offset, value);
}

/* A gesture carries no value, but current DAWs treat any echo as a value change: send the value that they already know.
 */
static int report_touched(uint32_t position, uint32_t sample_offset)
{
	enum protocol_event_kind kind = touched[position] ? PROTOCOL_EVENT_GESTURE_BEGIN : PROTOCOL_EVENT_GESTURE_END;
	if (!tell(position, kind, sample_offset, known.values[position]))
		return 0;
	known.touched[position] = touched[position];
	return 1;
}

static int value_differs(uint32_t position)
{
	return position >= known.announced || parameter_values[position] != known.values[position];
}

static int touched_differs(uint32_t position)
{
	return touched[position] != known.touched[position];
}

/* Sends the gesture begin or end that the DAW has not seen. The value precedes an end: editors write it only to the
   table, and it belongs to the gesture. Returns 0 if the ring is full. */
static int report_gesture(uint32_t position, uint32_t sample_offset)
{
	if (!touched_differs(position))
		return 1;
	if (!touched[position] && value_differs(position) &&
	    !report_value(position, sample_offset, parameter_values[position]))
		return 0;
	return report_touched(position, sample_offset);
}

/* Sends everything about a parameter that the DAW does not know. */
static int report_parameter(uint32_t position)
{
	if (!report_gesture(position, 0))
		return 0;
	return !value_differs(position) || report_value(position, 0, parameter_values[position]);
}

/* ---- events from the plugin ---- */

static uint32_t bits_of(double value)
{
	float narrow = (float)value;
	uint32_t bits;
	memcpy(&bits, &narrow, sizeof bits);
	return bits;
}

static uint32_t kind_of_value(const struct event *event)
{
	const int is_marked = event->flags & EVENT_DONT_RECORD && notes_are_wanted();
	return PROTOCOL_EVENT_VALUE | (is_marked ? PROTOCOL_EVENT_DONT_RECORD : 0);
}

static void touch(uint32_t position, uint32_t sample_offset, uint8_t now)
{
	touched[position] = now;
	if (!report_gesture(position, sample_offset))
		gestures_waiting = 1;
}

void echo_event(const struct event *event, uint32_t sample_offset)
{
	uint32_t position = event->index;
	if (position >= parameter_count)
		return;
	/* What an earlier block had no room for comes first. */
	int in_turn = report_gesture(position, sample_offset);
	if (event->kind == EVENT_GESTURE_BEGIN || event->kind == EVENT_GESTURE_END)
		touch(position, sample_offset, event->kind == EVENT_GESTURE_BEGIN);
	else if (event->kind == EVENT_PARAMETER && in_turn)
		report_value_as(position, kind_of_value(event), sample_offset, bits_of(event->value));
	else if (event->kind == EVENT_MODULATION && in_turn)
		tell(position, PROTOCOL_EVENT_MODULATION, sample_offset, bits_of(event->value));
}

/* ---- the comparison ---- */

/* One pass of XORs instead of a loop with an early exit: it compiles to SIMD, and most blocks change nothing. */
static int anything_to_report(void)
{
	uint32_t difference = 0;
	for (uint32_t i = 0; i < parameter_count; i++)
		difference |= parameter_values[i] ^ known.values[i];
	return difference != 0 || known.announced < parameter_count || gestures_waiting;
}

/* Returns the position at which the ring was full, or end. */
static uint32_t report_range(uint32_t start, uint32_t end, int with_gestures)
{
	uint32_t position = start;
	while (position < end) {
		int differs = value_differs(position) || (with_gestures && touched_differs(position));
		if (differs && !report_parameter(position))
			break;
		position++;
	}
	return position;
}

/* Continues where the last comparison stopped: otherwise, if more parameters change in every block than the ring holds,
   the last ones would never be reported. */
void echo_differences(void)
{
	parameters_follow_length();
	if (!anything_to_report())
		return;
	int with_gestures = gestures_waiting;
	uint32_t start = next;
	echo_begin();
	uint32_t end = report_range(start, parameter_count, with_gestures);
	int complete = end == parameter_count;
	if (complete) {
		end = report_range(0, start, with_gestures);
		complete = end == start;
	}
	next = complete ? 0 : end;
	gestures_waiting = !complete;
	reporting_all = reporting_all && !complete;
	echo_end();
}
