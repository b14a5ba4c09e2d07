/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW of the fuzzer of the host role: it may store anything anywhere, and what it has stored is remembered.
 */
#ifndef FUZZ_HOST_DAW_H
#define FUZZ_HOST_DAW_H

#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-check.h"
#include "host-twin.h"
#include "input.h"
#include "window.h"

static void daw_store(uint32_t offset, uint32_t value)
{
	word_store(offset, value);
	twin_follow_window(offset, sizeof value);
	memcpy(expected + offset, &value, sizeof value);
}

/* Header and control words; more often those that mean something. */
static void daw_store_word(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t words[] = {PROTOCOL_HEADER_BLOCK_SIZE, PROTOCOL_HEADER_NUM_INPUT_CHANNELS,
	    PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS, row->request_type, row->request_type, row->request_type, row->scratch_size,
	    row->parameter_write, row->parameter_read, row->echo_write, row->echo_read, PROTOCOL_HEADER_VERSION};
	uint32_t which = take(1);
	daw_store(which < 200 ? words[which % (sizeof words / sizeof words[0])] : (take(1) % 128) * 4, take_number());
}

/* Whether the counter alone answers blocks. */
static void daw_store_mode(void)
{
	if (window_layout->block_response_eventless != 0)
		daw_store(window_layout->block_response_eventless, take(1) % 2);
}

static void daw_store_slot(void)
{
	uint32_t slot = window_layout->parameter_slots + (take_number() % PROTOCOL_RING_SLOTS) * 16;
	for (uint32_t word = 0; word < 4; word++)
		daw_store(slot + 4 * word, take_number());
}

static uint32_t some_port(uint32_t ports)
{
	return ports == 0 ? 0 : take(1) % ports * window_layout->midi_stride;
}

/* A port's indices, whose place is known in every layout. */
static void daw_store_midi_index(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t which = take(1);
	if (row->midi_out_ports != 0 && which % 4 == 0)
		daw_store(row->midi_out_write + some_port(row->midi_out_ports) + which / 4 % 2 * 4, take_number());
	else
		daw_store(row->midi_in_write + some_port(row->midi_in_ports) + which / 4 % 2 * 4, take_number());
}

/* Some slots of a port, or all of them. */
static void daw_store_midi_slots(void)
{
	uint32_t slots = window_layout->midi_in_slots + some_port(window_layout->midi_in_ports);
	uint32_t count = take(1) % 8 == 0 ? PROTOCOL_RING_SLOTS : 1;
	uint32_t first = count == 1 ? take_number() % PROTOCOL_RING_SLOTS : 0;
	uint32_t sample_offset = take_number();
	uint32_t data = take(4);
	for (uint32_t i = first; i < first + count; i++) {
		daw_store(slots + i * 16, sample_offset);
		daw_store(slots + i * 16 + 4, data);
	}
}

static void daw_store_midi(void)
{
	if (take(1) % 2 == 0)
		daw_store_midi_index();
	else
		daw_store_midi_slots();
}

static void daw_store_transport(void)
{
	daw_store(window_layout->transport + (take(1) % 10) * 4, take_number());
}

static void daw_store_scratch(void)
{
	daw_store(window_layout->scratch + (take_number() % (PROTOCOL_SCRATCH_BYTES / 4)) * 4, take_number());
}

/* The same number all over some words, anywhere: the whole header, a ring, a plane, what is behind everything. */
static void daw_fill(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t starts[] = {0, 256, PROTOCOL_AUDIO, row->parameter_slots, row->echo_slots, row->midi_in_slots,
	    row->midi_out_slots, row->transport, row->scratch, row->end, 4 * (take(3) % (PROTOCOL_SEGMENT_BYTES / 4))};
	uint32_t start = starts[take(1) % (sizeof starts / sizeof starts[0])];
	uint32_t words = minimum(take(1) * 64, (PROTOCOL_SEGMENT_BYTES - start) / 4);
	uint32_t value = take_number();
	for (uint32_t i = 0; i < words; i++)
		daw_store(start + i * 4, value);
}

/* As a second instance on the same segment does. */
static void daw_take_over(void)
{
	uint32_t version = window_layout->version;
	check_segment();
	EXPECT(daw_initialize(version) == 0);
	memcpy(expected, window_bytes, sizeof expected);
}

#endif
