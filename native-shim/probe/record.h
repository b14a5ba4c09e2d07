/* SPDX-License-Identifier: BSD-2-Clause */
/* The record, and who is to be counted. */
#ifndef MAOLAN_PROBE_RECORD_H
#define MAOLAN_PROBE_RECORD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "probe.h"

struct record {
	_Atomic uint32_t words[PROBE_TEXTS_AT / sizeof(uint32_t)];
	char texts[(PROBE_RECORD_BYTES - PROBE_TEXTS_AT) / PROBE_TEXT_BYTES][PROBE_TEXT_BYTES];
};

/* NULL: nothing is recorded. */
extern struct record *record;

/* [any-thread] Is this the process that plugin code runs in? The one in front of it, and children, have the record,
 * too. */
bool record_is_of_this_process(void);

static inline uint32_t record_get(enum probe_word word)
{
	return atomic_load_explicit(&record->words[word], memory_order_relaxed);
}

static inline void record_set(enum probe_word word, uint32_t value)
{
	atomic_store_explicit(&record->words[word], value, memory_order_relaxed);
}

static inline void record_add(enum probe_word word, uint32_t value)
{
	atomic_fetch_add_explicit(&record->words[word], value, memory_order_relaxed);
}

/* The calling thread runs process. Cleared while the probe itself is at work. */
extern _Thread_local volatile int inside __attribute__((tls_model("initial-exec")));

/* Count what the plugin does inside process; what the host does for it there (a callback of the format) is not its. The
   first one's callers go to the text. */
void record_count(enum probe_word word, enum probe_text text);
/* The calling thread's calls, a line each, from the first that is not ours on. context: of a signal handler, or NULL.
 */
void record_calls(enum probe_text text);

#endif
