/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saves the parameter table to the record when a process ends. It is in the core's memory, where plugin code could
 * write, so its numbers are validated.
 */
#include <string.h>
#include <unistd.h>

#include "supervisor.h"

static bool lies_inside(uint32_t at, uint32_t bytes)
{
	return at <= CORE_MEMORY_BYTES && bytes <= CORE_MEMORY_BYTES - at;
}

static bool copy(uint32_t from, uint32_t bytes, uint32_t to)
{
	return lies_inside(from, bytes) &&
	       pwrite(supervisor.record_fd, supervisor.core_memory + from, bytes, to) == (ssize_t)bytes;
}

static bool read_block(struct block *block)
{
	const uint32_t at = atomic_load(&supervisor.shared->block_at);
	if (at == 0 || !lies_inside(at, sizeof *block))
		return false;
	memcpy(block, supervisor.core_memory + at, sizeof *block);
	return block->record_bytes == sizeof *block && block->parameter_count <= BLOCK_PARAMETERS_MAX &&
	       block->event_count <= BLOCK_EVENTS_MAX;
}

static void save(void)
{
	struct block block;
	if (!read_block(&block))
		return;
	const uint32_t count = block.parameter_count, events = block.event_count;
	if (!copy(block.parameter_ids_at, count * (uint32_t)sizeof(uint32_t), RECORD_IDS_AT) ||
	    !copy(block.parameter_values_at, count * (uint32_t)sizeof(float), RECORD_VALUES_AT))
		return;
	supervisor.words[RECORD_TABLE_COUNT] = count;
	supervisor.words[RECORD_EVENT_COUNT] = 0;
	const bool is_processing = atomic_load(&supervisor.shared->processing) != 0;
	if (is_processing && copy(block.events_at, events * (uint32_t)sizeof(struct event), RECORD_EVENTS_AT))
		supervisor.words[RECORD_EVENT_COUNT] = events;
}

void table_save(void)
{
	uint32_t words[RECORD_WORDS];
	record_read(supervisor.record, words);
	if (words[RECORD_PHASE] == RECOVERY_RESTORE && words[RECORD_TRIED] != 0) {
		/* That belonged to another state. */
		supervisor.words[RECORD_TABLE_COUNT] = 0;
		supervisor.words[RECORD_EVENT_COUNT] = 0;
	} else if (words[RECORD_SETTLED] || words[RECORD_ACTIVE] == 0)
		save();
}
