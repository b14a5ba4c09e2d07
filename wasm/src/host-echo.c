/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the plugin's parameters do, told to the DAW through the echo ring.
 *
 * For each parameter the DAW knows a value and whether it is being touched (a gesture has begun and not ended). Both
 * are told by comparing with what is: a full ring then only delays them, and the DAW never sees a gesture without its
 * end. An event of the plugin says more, when and in which order, but whatever of it found no room, the comparison
 * tells later. Only modulation is not state: without room it is lost.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "parameters.h"
#include "ring.h"

/* The plugin's side. */
static uint8_t touched[BLOCK_PARAMETERS_MAX];

/* What the DAW knows. */
static struct {
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	uint32_t values[BLOCK_PARAMETERS_MAX];
	uint8_t touched[BLOCK_PARAMETERS_MAX];
	uint32_t count;
	uint32_t announced; /* parameters below this position have been echoed at least once, or need not be */
} known;

static uint32_t next;        /* where the next comparison begins: a full ring stops one */
static int gestures_waiting; /* touched may differ from what is known */
static int telling_all;      /* whatever is known, all of it is told anew */

void echo_forget(void)
{
	known.count = 0;
	telling_all = 0;
}

void host_tell_all(void)
{
	telling_all = 1;
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
	known.announced = window_layout->echoes_at_start || telling_all ? 0 : parameter_count;
	next = 0;
	gestures_waiting = 1;
}

/* ---- one parameter ---- */

/* The free slots of the ring, while events are being told: their index is stored once for all of them. */
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

/* Returns 0 if the ring is full; likewise all that is built on it. */
static int tell(uint32_t position, enum protocol_event_kind kind, uint32_t sample_offset, uint32_t value)
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

static int tell_value(uint32_t position, uint32_t sample_offset, uint32_t value)
{
	if (!tell(position, PROTOCOL_EVENT_VALUE, sample_offset, value))
		return 0;
	known.values[position] = value;
	if (position == known.announced)
		known.announced++;
	return 1;
}

/* A gesture has no value, but DAWs of today take any echo for a change of the value: tell them the one that
   they know. */
static int tell_touched(uint32_t position, uint32_t sample_offset)
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

/* The begin or end that the DAW lacks. Before an end comes the value: editors write it to the table only, and it
   belongs to the gesture. Returns 0 if the ring is full. */
static int tell_gesture(uint32_t position, uint32_t sample_offset)
{
	if (!touched_differs(position))
		return 1;
	if (!touched[position] && value_differs(position) &&
	    !tell_value(position, sample_offset, parameter_values[position]))
		return 0;
	return tell_touched(position, sample_offset);
}

/* All that the DAW does not know of it. */
static int tell_parameter(uint32_t position)
{
	if (!tell_gesture(position, 0))
		return 0;
	return !value_differs(position) || tell_value(position, 0, parameter_values[position]);
}

/* ---- events of the plugin ---- */

static uint32_t bits_of(double value)
{
	float narrow = (float)value;
	uint32_t bits;
	memcpy(&bits, &narrow, sizeof bits);
	return bits;
}

static void touch(uint32_t position, uint32_t sample_offset, uint8_t now)
{
	touched[position] = now;
	if (!tell_gesture(position, sample_offset))
		gestures_waiting = 1;
}

void echo_event(const struct event *event, uint32_t sample_offset)
{
	uint32_t position = event->index;
	if (position >= parameter_count)
		return;
	/* First what an earlier block had no room for. */
	int in_turn = tell_gesture(position, sample_offset);
	if (event->kind == EVENT_GESTURE_BEGIN || event->kind == EVENT_GESTURE_END)
		touch(position, sample_offset, event->kind == EVENT_GESTURE_BEGIN);
	else if (event->kind == EVENT_PARAMETER && in_turn)
		tell_value(position, sample_offset, bits_of(event->value));
	else if (event->kind == EVENT_MODULATION && in_turn)
		tell(position, PROTOCOL_EVENT_MODULATION, sample_offset, bits_of(event->value));
}

/* ---- the comparison ---- */

/* One pass of XORs instead of a loop that leaves early: it compiles to SIMD, and most blocks change nothing. */
static int anything_to_tell(void)
{
	uint32_t difference = 0;
	for (uint32_t i = 0; i < parameter_count; i++)
		difference |= parameter_values[i] ^ known.values[i];
	return difference != 0 || known.announced < parameter_count || gestures_waiting;
}

/* Returns the position at which the ring was full, or end. */
static uint32_t tell_range(uint32_t start, uint32_t end, int with_gestures)
{
	uint32_t position = start;
	while (position < end) {
		int differs = value_differs(position) || (with_gestures && touched_differs(position));
		if (differs && !tell_parameter(position))
			break;
		position++;
	}
	return position;
}

/* Begins where the last one stopped: otherwise, if more changes in every block than the ring holds, the last parameters
   would never have their turn. */
void echo_differences(void)
{
	parameters_follow_length();
	if (!anything_to_tell())
		return;
	int with_gestures = gestures_waiting;
	uint32_t start = next;
	echo_begin();
	uint32_t end = tell_range(start, parameter_count, with_gestures);
	int complete = end == parameter_count;
	if (complete) {
		end = tell_range(0, start, with_gestures);
		complete = end == start;
	}
	next = complete ? 0 : end;
	gestures_waiting = !complete;
	telling_all = telling_all && !complete;
	echo_end();
}
