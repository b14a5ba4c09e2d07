/*
 * Parameters: from the DAW's ring to the block's event list, and from the parameter table back to the echo ring.
 *
 * The core never writes a parameter's value: the plugin's side does, when it applies the event.
 */
#include <string.h>

#include "core.h"
#include "host.h"
#include "ring.h"
#include "sort.h"

static_assert(PROTOCOL_RING_SLOTS <= BLOCK_EVENTS_MAX, "a full ring fits one block's list");

static struct event events[BLOCK_EVENTS_MAX];
static uint32_t ids[BLOCK_PARAMETERS_MAX];
static float minimums[BLOCK_PARAMETERS_MAX];
static float maximums[BLOCK_PARAMETERS_MAX];
/* f32 for everybody else. The core only asks whether a value changed, bit by bit: NaN would never equal itself. */
static uint32_t values[BLOCK_PARAMETERS_MAX];

/* (id, position) in ascending order. */
static uint64_t index_by_id[BLOCK_PARAMETERS_MAX];
static uint32_t table_count; /* as in the record when the index was built, clamped */

static struct {
	uint32_t known[BLOCK_PARAMETERS_MAX]; /* the value that the DAW knows */
	uint32_t announced;                   /* parameters below this position have been echoed at least once */
	uint32_t next;                        /* where the next pass begins: a full ring stops a pass */
} echo;

static struct {
	uint32_t count;
	uint32_t last_id;
} refused;

void parameters_reset(void)
{
	table_count = 0; /* so that the index is built anew, and every parameter echoed */
	refused.count = 0;
}

void parameters_describe(struct block *block)
{
	block->events_at = memory_offset(events);
	block->parameter_ids_at = memory_offset(ids);
	block->parameter_minimums_at = memory_offset(minimums);
	block->parameter_maximums_at = memory_offset(maximums);
	block->parameter_values_at = memory_offset(values);
}

/* Build the index anew when the plugin's side has filled in another table. */
static void follow_table(void)
{
	uint32_t now = minimum(host_record.parameter_count, BLOCK_PARAMETERS_MAX);
	if (now == table_count)
		return;
	table_count = now;
	for (uint32_t i = 0; i < table_count; i++)
		index_by_id[i] = sort_key(ids[i], i);
	sort_keys(index_by_id, table_count);
	echo.announced = 0;
	echo.next = 0;
}

/* Position of a parameter, the first if several have the id; BLOCK_PARAMETERS_MAX if none has. */
static uint32_t position_of(uint32_t id)
{
	uint32_t low = 0;
	for (uint32_t high = table_count; low < high;) {
		uint32_t middle = low + (high - low) / 2;
		if (index_by_id[middle] < sort_key(id, 0))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == table_count || index_by_id[low] >> 32 != id)
		return BLOCK_PARAMETERS_MAX;
	return sort_key_position(index_by_id[low]);
}

static float clamp(float value, float lowest, float highest)
{
	return value < lowest ? lowest : value > highest ? highest : value;
}

/* Append one event from the ring to the list, unless it is not for the plugin. Modulation and gestures have no use yet.
 */
static void receive(const struct protocol_parameter_event *from, uint32_t frames)
{
	if (from->event_kind != PROTOCOL_EVENT_VALUE)
		return;
	uint32_t position = position_of(from->param_index);
	if (position == BLOCK_PARAMETERS_MAX || from->value != from->value) {
		refused.count++;
		refused.last_id = from->param_index;
		return;
	}
	events[host_record.event_count++] = (struct event){
	    .sample_offset = minimum(from->sample_offset, frames - 1),
	    .kind = EVENT_PARAMETER,
	    .index = position,
	    .value = clamp(from->value, minimums[position], maximums[position]),
	};
}

/* Stable, by sample_offset. Clients of today send nothing but offset 0, so the list is in order already. */
static void sort_events(uint32_t event_count)
{
	static uint64_t order[PROTOCOL_RING_SLOTS];
	static struct event unsorted[PROTOCOL_RING_SLOTS];
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

void parameters_receive(uint32_t frames)
{
	struct ring ring = ring_of_parameters();
	uint32_t index;
	uint32_t used = ring_used(&ring, &index);
	follow_table();
	host_record.event_count = 0;
	for (uint32_t i = 0; i < used; i++) {
		struct protocol_parameter_event event;
		ring_read(&ring, index + i, &event);
		receive(&event, frames);
	}
	if (used != 0)
		ring_consumed(&ring, index + used);
	sort_events(host_record.event_count);
}

/* One pass of XORs instead of a loop that leaves early: it compiles to SIMD, and most blocks change nothing. */
static int anything_to_echo(void)
{
	uint32_t difference = 0;
	for (uint32_t i = 0; i < table_count; i++)
		difference |= values[i] ^ echo.known[i];
	return difference != 0 || echo.announced < table_count;
}

static int must_echo(uint32_t position)
{
	return position >= echo.announced || values[position] != echo.known[position];
}

void parameters_echo(void)
{
	follow_table();
	if (!anything_to_echo())
		return;
	struct ring ring = ring_of_echo();
	uint32_t index;
	uint32_t free = ring_free(&ring, &index);
	uint32_t position = echo.next;
	echo.next = 0;
	for (uint32_t i = 0; i < table_count; i++) {
		if (must_echo(position)) {
			if (free == 0) {
				echo.next = position;
				break;
			}
			struct protocol_parameter_event event = {.param_index = ids[position]};
			memcpy(&event.value, &values[position], sizeof event.value);
			ring_write(&ring, index++, &event);
			free--;
			echo.known[position] = values[position];
			if (position == echo.announced)
				echo.announced++;
		}
		position = position + 1 < table_count ? position + 1 : 0;
	}
	ring_produced(&ring, index);
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

void host_forget_changes(void)
{
	follow_table();
	memcpy(echo.known, values, table_count * sizeof values[0]);
	echo.announced = table_count;
	echo.next = 0;
}
