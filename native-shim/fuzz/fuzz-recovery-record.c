/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a record, the head of a half, tables and events: nothing is read beyond them, nothing impossible comes
   out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

static const uint8_t *input;
static size_t left;

/* The next bytes of the input, zeros when it is used up, in separate memory. */
static void *take(size_t bytes)
{
	uint8_t *memory = calloc(1, bytes + 1);
	const size_t have = bytes < left ? bytes : left;
	if (memory == NULL)
		abort();
	memcpy(memory, input, have);
	input += have;
	left -= have;
	return realloc(memory, bytes > 0 ? bytes : 1);
}

static uint32_t take_number(uint32_t below)
{
	uint32_t *number = take(sizeof *number);
	const uint32_t value = *number % below;
	free(number);
	return value;
}

static void expect(int holds)
{
	if (!holds)
		abort();
}

static void check_words(void)
{
	uint32_t words[RECORD_WORDS];
	struct record *record = take(sizeof *record);
	const bool is_whole = record_read(record, words);
	expect(words[RECORD_CAUSE] <= RECOVERY_ENDED && words[RECORD_PHASE] <= RECOVERY_RESTART);
	expect(words[RECORD_ACTIVE] <= 2 && words[RECORD_TRIED] <= 2);
	expect(words[RECORD_TABLE_COUNT] <= BLOCK_PARAMETERS_MAX && words[RECORD_EVENT_COUNT] <= BLOCK_EVENTS_MAX);
	for (uint32_t i = 0; is_whole && i < RECORD_WORDS; i++)
		expect(words[i] == record_get(record, (enum record_word)i));
	free(record);
}

/* One changed bit costs the word that it is in, and no other. */
static void check_damage(void)
{
	uint32_t words[RECORD_WORDS];
	struct record *record = calloc(1, sizeof *record);
	record_clear(record);
	for (uint32_t i = 0; i < RECORD_WORDS; i++)
		record_set_once(record, (enum record_word)i, 1);
	record_set_once(record, RECORD_NOTED, 2);
	const uint32_t at = take_number(sizeof *record);
	((uint8_t *)record)[at] ^= (uint8_t)(1u << take_number(8));
	expect(!record_read(record, words));
	for (uint32_t i = 0; i < RECORD_WORDS; i++)
		expect(words[i] == (i != at / sizeof(uint64_t)));
	free(record);
}

/* What was written is read back; a changed bit is noticed. */
static void check_half(void)
{
	const uint32_t bytes = take_number(300);
	uint8_t *state = take(bytes);
	struct record_half *random = take(sizeof *random), half;
	if (record_half_is_plausible(random) && random->state_bytes <= bytes)
		record_half_fits_state(random, state);
	record_half_init(&half, 1, state, bytes);
	expect(record_half_fits_state(&half, state));
	if (bytes > 0) {
		state[take_number(bytes)] ^= (uint8_t)(1u << take_number(8));
		expect(!record_half_fits_state(&half, state));
	}
	free(random);
	free(state);
}

static void check_changes(void)
{
	const uint32_t before_count = take_number(20), after_count = take_number(20), event_count = take_number(20);
	uint32_t *before_ids = take(before_count * sizeof(uint32_t)), *after_ids = take(after_count * sizeof(uint32_t));
	float *before_values = take(before_count * sizeof(float)), *after_values = take(after_count * sizeof(float));
	struct event *events = take(event_count * sizeof *events);
	struct record_change *changes = calloc(after_count + 1, sizeof *changes);
	const struct record_table before = {before_count, before_ids, before_values};
	const struct record_table after = {after_count, after_ids, after_values};
	struct record_half half;
	record_half_init(&half, 1, NULL, 0);
	record_half_set_table(&half, &before);
	expect(record_half_fits_table(&half, &before));
	const uint32_t count = record_changes(&before, &after, events, event_count, changes);
	expect(count <= after_count);
	for (uint32_t i = 0; i < count; i++)
		expect(isfinite(changes[i].value));
	expect(record_changes(&after, &after, events, 0, changes) == 0);
	free(changes);
	free(events);
	free(after_values);
	free(before_values);
	free(after_ids);
	free(before_ids);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	left = size;
	check_words();
	check_damage();
	check_half();
	check_changes();
	return 0;
}
