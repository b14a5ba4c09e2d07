/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The recovery record, which a host process leaves for the next one: its file layout and its validation. Pure functions
 * over bytes without system calls, which are fuzzed.
 *
 * The file contains a page of words, written in place; the parameter table and the events of the unfinished block,
 * written by the supervisor after a process has ended; two halves, each for one state and its parameter table; and the
 * memory that the audio thread shares with the supervisor, including its core's. The file is sparse: unwritten parts
 * take no memory.
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

#define RECORD_CRASHES 8u    /* number of crash times kept */
#define RECORD_HOST_WORDS 9u /* recovery_word */

/* Times are clock_ms() values. */
enum record_word {
	/* Written by the supervisor before a process starts. */
	RECORD_PROCESSES,  /* host processes that have ended */
	RECORD_IS_ON,      /* 1: the supervisor will start another process */
	RECORD_SEGMENT_FD, /* + 1; 0: none */
	RECORD_LINK_FD,    /* a byte written to it alerts the supervisor */
	RECORD_CAUSE,      /* of the last end, enum recovery_cause */
	RECORD_SIGNAL,
	RECORD_THREAD,
	RECORD_END_MS,
	RECORD_RECENT_CRASHES, /* in the 60 s before it */
	RECORD_TABLE_COUNT,    /* parameters in the saved table; 0 unless that process had settled */
	RECORD_EVENT_COUNT,    /* events of the unfinished block */

	/* Written by the host process. */
	RECORD_FIRST_OWN,
	RECORD_IS_ARMED = RECORD_FIRST_OWN,
	RECORD_INTENDED_END, /* the end is intended */
	RECORD_FINAL_REPORT, /* to report to the DAW at the final end: enum record_final_report */
	RECORD_ERROR_CODE,
	RECORD_PHASE,  /* enum recovery_phase */
	RECORD_PHASES, /* number of phase changes so far */
	RECORD_REQUEST_TYPE,
	RECORD_REQUEST_MS,
	RECORD_ACTIVE,  /* the half with the last good state, + 1; 0: none */
	RECORD_TRIED,   /* the half with a state that is being restored, + 1; 0: none */
	RECORD_SETTLED, /* this process has saved or committed the last good state; its table continues from there */
	RECORD_PLACED,  /* the editor window's position is known */
	RECORD_PLACE_X,
	RECORD_PLACE_Y,
	/* How the process ended, as recorded by itself. */
	RECORD_NOTED, /* RECORD_NOTE; 0: nothing */
	RECORD_NOTED_MS,
	RECORD_FIRST_HOST_WORD,
	RECORD_WORDS = RECORD_FIRST_HOST_WORD + RECORD_HOST_WORDS,
};

/* A single word, so that two threads that crash at once leave one consistent note: enum recovery_cause, enum
   recovery_thread, and the signal or exit code. */
#define RECORD_NOTE(cause, thread, detail) ((uint32_t)(cause) | (uint32_t)(thread) << 8 | (uint32_t)(detail) << 16)
#define RECORD_NOTE_CAUSE(note) ((note)&0xffu)
#define RECORD_NOTE_THREAD(note) ((note) >> 8 & 0xffu)
#define RECORD_NOTE_DETAIL(note) ((note) >> 16)

enum record_final_report { RECORD_REPORT_ERROR = 1, RECORD_REPORT_READY = 2 };

/* Each word includes its own check, so that a single store updates both, even in a signal handler. */
struct record {
	_Atomic uint64_t words[RECORD_WORDS];
};

/* Header of a half. The parameter table (ids, then values, table_count of each) and the state follow at fixed offsets.
 */
struct record_half {
	uint64_t magic;
	uint64_t state_sum;
	uint64_t table_sum;
	uint32_t generation; /* the more recent of two halves has the higher one */
	uint32_t state_bytes;
	uint32_t table_count; /* RECORD_NO_TABLE: the parameter values that belong to the state are unknown */
	uint32_t reserved;
};
static_assert(sizeof(struct record_half) == 40, "no implicit padding");

#define RECORD_NO_TABLE UINT32_MAX

/* Offsets in the file, in bytes. */
#define RECORD_PAGE_BYTES 4096u
#define RECORD_IDS_AT RECORD_PAGE_BYTES
#define RECORD_VALUES_AT (RECORD_IDS_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_EVENTS_AT (RECORD_VALUES_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALVES_AT (RECORD_EVENTS_AT + (uint32_t)sizeof(struct event) * BLOCK_EVENTS_MAX)
/* Offsets within a half. */
#define RECORD_HALF_IDS_AT RECORD_PAGE_BYTES
#define RECORD_HALF_VALUES_AT (RECORD_HALF_IDS_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALF_STATE_AT (RECORD_HALF_VALUES_AT + 4u * BLOCK_PARAMETERS_MAX)
#define RECORD_HALF_BYTES (RECORD_HALF_STATE_AT + RECOVERY_STATE_BYTES_MAX)
/* struct audio_shared; CORE_MEMORY_BYTES for the core; struct crash_reports (crash-report.h). Each is surrounded by
 * guard pages. */
#define RECORD_ALIGNMENT 65536u
#define RECORD_ALIGNED(at) (((size_t)(at) + RECORD_ALIGNMENT - 1u) / RECORD_ALIGNMENT * RECORD_ALIGNMENT)
#define RECORD_SHARED_AT RECORD_ALIGNED(RECORD_HALVES_AT + 2u * RECORD_HALF_BYTES)
#define RECORD_CORE_AT (RECORD_SHARED_AT + RECORD_ALIGNMENT)
#define RECORD_NOTE_AT (RECORD_CORE_AT + CORE_MEMORY_BYTES)
#define RECORD_FILE_BYTES (RECORD_NOTE_AT + RECORD_ALIGNMENT)
static_assert(CORE_MEMORY_BYTES % RECORD_ALIGNMENT == 0, "what follows is aligned");
static_assert(sizeof(struct record) <= RECORD_PAGE_BYTES, "the words fit");

/* [any-thread] Async-signal-safe. Returns 0 for a corrupted word. */
uint32_t record_get(const struct record *record, enum record_word word);
void record_set(struct record *record, enum record_word word, uint32_t value);
/* Set a word unless it already has a value. */
void record_set_once(struct record *record, enum record_word word, uint32_t value);
/* Set all words to 0. */
void record_clear(struct record *record);

/* Copy the words out, with 0 for each word that is corrupted or out of range. Returns false if there was one. */
bool record_read(const struct record *record, uint32_t words[RECORD_WORDS]);

/* Initialize the header for this state. Its table, if any, is set afterwards. */
void record_half_init(struct record_half *half, uint32_t generation, const void *state, uint32_t bytes);
struct record_table;
void record_half_set_table(struct record_half *half, const struct record_table *table);
/* Whether its sizes are within limits. */
bool record_half_is_plausible(const struct record_half *half);
/* Whether this header belongs to this state. */
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
/* Determine which parameters differ between two tables, and which ones the events were going to change (their indices
   refer to the second table). In table order, each parameter once; NaN and infinite values are skipped. changes: room
   for after->count. Returns their number. */
uint32_t record_changes(const struct record_table *before, const struct record_table *after, const struct event *events,
    uint32_t event_count, struct record_change *changes);

#endif
