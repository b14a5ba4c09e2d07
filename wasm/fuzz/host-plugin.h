/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plugin of the fuzzer of the host role: it may write anything into its record, its tables and its events.
 */
#ifndef FUZZ_HOST_PLUGIN_H
#define FUZZ_HOST_PLUGIN_H

#include "core.h"
#include "host-check.h"
#include "host-twin.h"
#include "input.h"

static void change_record(void)
{
	struct block *block = host_block();
	uint32_t *fields[] = {&block->parameter_count, &block->input_channels, &block->output_channels, &block->frames,
	    &block->event_count, &block->latency_samples, &block->midi_inputs, &block->midi_outputs,
	    &block->output_event_count};
	*fields[take(1) % 9] = take_number();
}

static void change_parameter(void)
{
	const struct block *block = host_block();
	const uint32_t *tables = &block->parameter_ids_at; /* ids, minimums, maximums, values */
	const uint32_t which = take(1) % 4;
	const uint32_t position = take_number() % BLOCK_PARAMETERS_MAX;
	((uint32_t *)table(tables[which]))[position] = take_number();
	twin_follow_table(tables[which], (&twin_record()->parameter_ids_at)[which], 4 * position, 4);
}

/* The plugin runs: it writes some events, or claims to have. */
static void write_events(void)
{
	struct block *block = host_block();
	struct event *events = table(block->output_events_at);
	uint32_t count = take(1) % 8;
	for (uint32_t i = 0; i < count; i++) {
		events[i] = (struct event){.sample_offset = take_number(),
		    .kind = (uint16_t)(take(1) % 8),
		    .port = (uint16_t)take_number(),
		    .index = take_number(),
		    .value = take(1) / 255.0};
	}
	twin_follow_table(
	    block->output_events_at, twin_record()->output_events_at, 0, count * (uint32_t)sizeof(struct event));
	block->output_event_count = take(1) < 240 ? count : take_number();
}

#endif
