/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads and validates the recovery record. */
#include "record.h"

#include <math.h>
#include <string.h>

#define HALF_MAGIC 0x3166616865764552u

/* Highest valid value of a word; 0: no limit. */
static const uint32_t most[RECORD_WORDS] = {
    [RECORD_PROCESSES] = INT32_MAX,
    [RECORD_IS_ON] = 1,
    [RECORD_SEGMENT_FD] = INT32_MAX,
    [RECORD_LINK_FD] = INT32_MAX,
    [RECORD_CAUSE] = RECOVERY_ENDED,
    [RECORD_THREAD] = RECOVERY_OTHER,
    [RECORD_TABLE_COUNT] = BLOCK_PARAMETERS_MAX,
    [RECORD_EVENT_COUNT] = BLOCK_EVENTS_MAX,
    [RECORD_IS_ARMED] = 1,
    [RECORD_INTENDED_END] = 1,
    [RECORD_FINAL_REPORT] = RECORD_REPORT_ERROR | RECORD_REPORT_READY,
    [RECORD_PHASE] = RECOVERY_RESTART,
    [RECORD_ACTIVE] = 2,
    [RECORD_TRIED] = 2,
    [RECORD_SETTLED] = 1,
    [RECORD_PLACED] = 1,
};

/* The value in the lower half and, in the upper half, its complement mixed with the word's index: zeros, patterns and
   words copied to another place are invalid. */
static uint64_t with_check(enum record_word word, uint32_t value)
{
	const uint32_t check = ~value ^ ((uint32_t)word + 1u) * 0x9e3779b9u;
	return (uint64_t)check << 32 | value;
}

uint32_t record_get(const struct record *record, enum record_word word)
{
	const uint64_t bytes = atomic_load_explicit(&record->words[word], memory_order_acquire);
	return bytes == with_check(word, (uint32_t)bytes) ? (uint32_t)bytes : 0;
}

void record_set(struct record *record, enum record_word word, uint32_t value)
{
	atomic_store_explicit(&record->words[word], with_check(word, value), memory_order_release);
}

void record_set_once(struct record *record, enum record_word word, uint32_t value)
{
	uint64_t before = atomic_load(&record->words[word]);
	do {
		const uint32_t is_set = (uint32_t)before;
		if (is_set != 0 && before == with_check(word, is_set))
			return;
	} while (!atomic_compare_exchange_weak(&record->words[word], &before, with_check(word, value)));
}

void record_clear(struct record *record)
{
	for (uint32_t i = 0; i < RECORD_WORDS; i++)
		record_set(record, (enum record_word)i, 0);
}

bool record_read(const struct record *record, uint32_t words[RECORD_WORDS])
{
	bool is_whole = true;
	for (uint32_t i = 0; i < RECORD_WORDS; i++) {
		const uint64_t word = atomic_load_explicit(&record->words[i], memory_order_acquire);
		words[i] = (uint32_t)word;
		if (word != with_check((enum record_word)i, words[i]) || (most[i] != 0 && words[i] > most[i])) {
			words[i] = 0;
			is_whole = false;
		}
	}
	return is_whole;
}

/* Each step is a bijection of the sum, so a single changed word always changes the result. */
static uint64_t mix(uint64_t sum, uint64_t word)
{
	sum ^= word;
	return (sum << 29 | sum >> 35) * 0x9e3779b97f4a7c15u;
}

/* Can be computed in pieces: start with 0, then pass the previous result. */
static uint64_t sum_of(uint64_t sum, const void *bytes, size_t count)
{
	const uint8_t *at = bytes;
	sum = mix(sum, count + 1);
	for (; count >= sizeof(uint64_t); at += sizeof(uint64_t), count -= sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, at, sizeof word);
		sum = mix(sum, word);
	}
	uint64_t rest = 0;
	if (count > 0)
		memcpy(&rest, at, count);
	return mix(sum, rest);
}

static uint64_t sum_of_table(const struct record_table *table)
{
	const uint64_t ids = sum_of(0, table->ids, table->count * sizeof *table->ids);
	return sum_of(ids, table->values, table->count * sizeof *table->values);
}

void record_half_init(struct record_half *half, uint32_t generation, const void *state, uint32_t bytes)
{
	*half = (struct record_half){.magic = HALF_MAGIC,
	    .state_sum = sum_of(0, state, bytes),
	    .generation = generation,
	    .state_bytes = bytes,
	    .table_count = RECORD_NO_TABLE};
}

void record_half_set_table(struct record_half *half, const struct record_table *table)
{
	half->table_count = table->count;
	half->table_sum = sum_of_table(table);
}

bool record_half_is_plausible(const struct record_half *half)
{
	return half->magic == HALF_MAGIC && half->state_bytes <= RECOVERY_STATE_BYTES_MAX &&
	       (half->table_count <= BLOCK_PARAMETERS_MAX || half->table_count == RECORD_NO_TABLE);
}

bool record_half_fits_state(const struct record_half *half, const void *state)
{
	return record_half_is_plausible(half) && half->state_sum == sum_of(0, state, half->state_bytes);
}

bool record_half_fits_table(const struct record_half *half, const struct record_table *table)
{
	return record_half_is_plausible(half) && half->table_count == table->count &&
	       half->table_sum == sum_of_table(table);
}

static bool differs(const struct record_table *before, const struct record_table *after, uint32_t index)
{
	/* A parameter whose position has changed counts as changed: setting its value again does no harm. */
	return index >= before->count || before->ids[index] != after->ids[index] ||
	       before->values[index] != after->values[index];
}

uint32_t record_changes(const struct record_table *before, const struct record_table *after, const struct event *events,
    uint32_t event_count, struct record_change *changes)
{
	for (uint32_t i = 0; i < after->count; i++) {
		const double value = differs(before, after, i) ? (double)after->values[i] : NAN;
		changes[i] = (struct record_change){after->ids[i], value};
	}
	for (uint32_t i = 0; i < event_count; i++)
		if (events[i].kind == EVENT_PARAMETER && events[i].index < after->count)
			changes[events[i].index].value = events[i].value;
	uint32_t count = 0;
	for (uint32_t i = 0; i < after->count; i++)
		if (isfinite(changes[i].value))
			changes[count++] = changes[i];
	return count;
}
