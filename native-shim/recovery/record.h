/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The record that a host process leaves for the next one: what lies where in the file, and whether it may be believed.
 * Pure functions over bytes, no system calls: they are fuzzed.
 *
 * The file: a page of words, written in place; then what the supervisor puts there when a process has ended (the
 * parameter table, the events of the block under way); then two halves, each for one state with the parameter table
 * that belongs to it; then what the audio thread shares with the supervisor, its core's memory included. It is sparse:
 * what is not written takes no memory.
 */
#ifndef MAOLAN_RECOVERY_RECORD_H
#define MAOLAN_RECOVERY_RECORD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "block.h"
#include "core-aot.h"
#include "recovery.h"

#define RECORD_CRASHES 8u    /* times that are remembered */
#define RECORD_HOST_WORDS 9u /* recovery_word */

/* Times are those of clock_ms. */
enum record_word {
	/* Of the supervisor, written before a process starts. */
	RECORD_PROCESSES,  /* that have ended */
	RECORD_IS_ON,      /* 1: there will be another one */
	RECORD_SEGMENT_FD, /* + 1; 0: none */
	RECORD_LINK_FD,    /* bytes in it call the supervisor */
	RECORD_CAUSE,      /* of the last end, enum recovery_cause */
	RECORD_SIGNAL,
	RECORD_THREAD,
	RECORD_END_MS,
	RECORD_RECENT_CRASHES, /* in the 60 s before it */
	RECORD_TABLE_COUNT,    /* parameters of a process that had settled, as they were then */
	RECORD_EVENT_COUNT,    /* and events */

	/* Of the process. */
	RECORD_FIRST_OWN,
	RECORD_IS_ARMED = RECORD_FIRST_OWN,
	RECORD_GOODBYE, /* the end is meant */
	RECORD_TELLS,   /* at the final end: enum record_tells */
	RECORD_ERROR_CODE,
	RECORD_PHASE,  /* enum recovery_phase */
	RECORD_PHASES, /* changes of it so far */
	RECORD_REQUEST_TYPE,
	RECORD_REQUEST_MS,
	RECORD_ACTIVE,  /* the half with the last good state, + 1; 0: none */
	RECORD_TRIED,   /* the half with a state that the plugin is being given, + 1; 0: none */
	RECORD_SETTLED, /* the last good state was taken or committed in this process: the table goes on from it */
	RECORD_PLACED,  /* the window has a place */
	RECORD_PLACE_X,
	RECORD_PLACE_Y,
	/* What it notes of its end. */
	RECORD_NOTED, /* RECORD_NOTE; 0: nothing */
	RECORD_NOTED_MS,
	RECORD_FIRST_HOST_WORD,
	RECORD_WORDS = RECORD_FIRST_HOST_WORD + RECORD_HOST_WORDS,
};

/* One word, so that two threads that crash at once leave one note: enum recovery_cause, enum recovery_thread, and the
   signal or exit code. */
#define RECORD_NOTE(cause, thread, detail) ((uint32_t)(cause) | (uint32_t)(thread) << 8 | (uint32_t)(detail) << 16)
#define RECORD_NOTE_CAUSE(note) ((note)&0xffu)
#define RECORD_NOTE_THREAD(note) ((note) >> 8 & 0xffu)
#define RECORD_NOTE_DETAIL(note) ((note) >> 16)

enum record_tells { RECORD_TELLS_ERROR = 1, RECORD_TELLS_READY = 2 };

/* Each word is next to its own check, so a single store changes both, also in a signal handler. */
struct record {
	_Atomic uint64_t words[RECORD_WORDS];
};

/* Head of a half. The table (ids, then values, table_count of each) and the state follow at their places. */
struct record_half {
	uint64_t magic;
	uint64_t state_sum;
	uint64_t table_sum;
	uint32_t generation; /* the later one of two is greater */
	uint32_t state_bytes;
	uint32_t table_count; /* RECORD_NO_TABLE: it is not known which values belong to the state */
	uint32_t reserved;
};
static_assert(sizeof(struct record_half) == 40, "no implicit padding");

#define RECORD_NO_TABLE UINT32_MAX

/* Places in the file, in bytes. */
#define RECORD_PAGE_BYTES 4096u
#define RECORD_IDS_AT RECORD_PAGE_BYTES
#define RECORD_VALUES_AT (RECORD_IDS_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_EVENTS_AT (RECORD_VALUES_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALVES_AT (RECORD_EVENTS_AT + (uint32_t)sizeof(struct event) * BLOCK_EVENTS_MAX)
/* Of a half, from its start. */
#define RECORD_HALF_IDS_AT RECORD_PAGE_BYTES
#define RECORD_HALF_VALUES_AT (RECORD_HALF_IDS_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALF_STATE_AT (RECORD_HALF_VALUES_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALF_BYTES (RECORD_HALF_STATE_AT + RECOVERY_STATE_BYTES_MAX)
/* struct audio_shared; CORE_MEMORY_BYTES of the core; struct crash_reports (crash-report.h). Each between pages of
 * nothing. */
#define RECORD_ALIGNMENT 65536u
#define RECORD_ALIGNED(at) (((size_t)(at) + RECORD_ALIGNMENT - 1u) / RECORD_ALIGNMENT * RECORD_ALIGNMENT)
#define RECORD_SHARED_AT RECORD_ALIGNED(RECORD_HALVES_AT + 2u * RECORD_HALF_BYTES)
#define RECORD_CORE_AT (RECORD_SHARED_AT + RECORD_ALIGNMENT)
#define RECORD_NOTE_AT (RECORD_CORE_AT + CORE_MEMORY_BYTES)
#define RECORD_FILE_BYTES (RECORD_NOTE_AT + RECORD_ALIGNMENT)
static_assert(CORE_MEMORY_BYTES % RECORD_ALIGNMENT == 0, "what follows is aligned");
static_assert(sizeof(struct record) <= RECORD_PAGE_BYTES, "the words fit");

/* [any-thread] Async-signal-safe. A word that is damaged is 0. */
uint32_t record_get(const struct record *record, enum record_word word);
void record_set(struct record *record, enum record_word word, uint32_t value);
/* Unless it has a value already. */
void record_set_once(struct record *record, enum record_word word, uint32_t value);
/* All words 0. */
void record_clear(struct record *record);

/* Copy the words out. A word that is damaged, or says what none can say, is 0. Returns false if there was one. */
bool record_read(const struct record *record, uint32_t words[RECORD_WORDS]);

/* A head that matches its contents. Its table is set afterwards, if it has one. */
void record_half_init(struct record_half *half, uint32_t generation, const void *state, uint32_t bytes);
struct record_table;
void record_half_set_table(struct record_half *half, const struct record_table *table);
/* May its numbers be used? */
bool record_half_is_plausible(const struct record_half *half);
/* Is it the head of these contents? */
bool record_half_fits_state(const struct record_half *half, const void *state);
bool record_half_fits_table(const struct record_half *half, const struct record_table *table);

struct record_table {
	uint32_t count; /* <= BLOCK_PARAMETERS_MAX */
	const uint32_t *ids;
	const float *values;
};
struct record_change {
	uint32_t id;
	double value;
};
/* Which parameters differ between two tables, and what the events were to change (their indices are the second
   table's). In the table's order, each once; values that are no numbers are left out. changes: room for after->count.
   Returns their number. */
uint32_t record_changes(const struct record_table *before, const struct record_table *after, const struct event *events,
    uint32_t event_count, struct record_change *changes);

#endif
