/* SPDX-License-Identifier: BSD-2-Clause */
/* The record, and whether the calling thread is being observed. */
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

/* NULL: recording is off. */
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

/* The calling thread is in process. Cleared while the probe's own code runs. */
extern _Thread_local volatile int inside __attribute__((tls_model("initial-exec")));

/* Count an event caused by the plugin inside process, except in the host's own callbacks. The first one's call stack
   goes to the text. */
void record_count(enum probe_word word, enum probe_text text);
/* Write the calling thread's call stack, one line each, from the first frame outside this library. context: of a signal
   handler, or NULL. */
void record_calls(enum probe_text text);

#endif
