/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What changed between the last good state and the end of the process: the final parameter table compared with the one
 * saved with that state, plus the events of the unfinished block.
 */
#include <stdlib.h>

#include "process.h"

static struct {
	uint32_t count;
	struct record_change *list;
} changes;

static struct event *read_events(uint32_t count)
{
	struct event *events = calloc(count + 1u, sizeof *events);
	if (events != NULL && record_file_read(RECORD_EVENTS_AT, events, count * sizeof *events) == 0)
		return events;
	free(events);
	return NULL;
}

static void compare(struct saved_table *before, struct saved_table *after, uint32_t event_count)
{
	const struct record_table then = saved_table_view(after);
	struct record_table state = {0}; /* no state: every parameter counts as changed */
	if (state_table(before))
		state = saved_table_view(before);
	else if (record_get(own_process.record, RECORD_ACTIVE) != 0)
		state = then; /* the state's own table is unknown: only the events count */
	struct event *events = read_events(event_count);
	changes.list = calloc(then.count + 1u, sizeof *changes.list);
	if (changes.list != NULL)
		changes.count = record_changes(&state, &then, events, events != NULL ? event_count : 0, changes.list);
	free(events);
}

void changes_inherit(void)
{
	const uint32_t count = own_process.before[RECORD_TABLE_COUNT];
	struct saved_table *tables = count > 0 ? calloc(2, sizeof *tables) : NULL;
	if (tables == NULL)
		return;
	tables[1].count = count;
	if (record_file_read(RECORD_IDS_AT, tables[1].ids, count * sizeof tables[1].ids[0]) == 0 &&
	    record_file_read(RECORD_VALUES_AT, tables[1].values, count * sizeof tables[1].values[0]) == 0)
		compare(&tables[0], &tables[1], own_process.before[RECORD_EVENT_COUNT]);
	free(tables);
}

uint32_t recovery_change_count(void)
{
	return changes.count;
}

uint32_t recovery_change_id(uint32_t index)
{
	return index < changes.count ? changes.list[index].id : 0;
}

double recovery_change_value(uint32_t index)
{
	return index < changes.count ? changes.list[index].value : 0;
}
