/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segment's window, accessed as words and bytes. Every file that accesses the segment does so through this header.
 *
 * The other process may change any byte at any time. So a header word is read only once per decision, and nothing read
 * from the window is used as an index or a length before it is clamped.
 */
#ifndef CORE_WINDOW_H
#define CORE_WINDOW_H

#include <stdatomic.h>
#include <stdint.h>

#include "protocol.h"

/* The first byte of linear memory, from which offsets count. */
#ifdef __wasm__
#define MEMORY_BASE ((uintptr_t)0)
#else
/* Native builds (tests, fuzzers, benchmarks) have no linear memory. All static data is located after the start of the
   executable. */
extern uint8_t __executable_start[];
#define MEMORY_BASE ((uintptr_t)__executable_start)
#endif

static inline uint32_t memory_offset(const void *address)
{
	return (uint32_t)((uintptr_t)address - MEMORY_BASE);
}

extern uint8_t window_bytes[PROTOCOL_SEGMENT_BYTES];

/* The current layout. Never NULL: version 1 until core_attach or daw_initialize selects another. */
extern const struct protocol_layout *window_layout;

static inline _Atomic(uint32_t) *window_word(uint32_t offset)
{
	return (_Atomic(uint32_t) *)(window_bytes + offset);
}

static inline uint32_t word_load(uint32_t offset)
{
	return atomic_load_explicit(window_word(offset), memory_order_acquire);
}

static inline void word_store(uint32_t offset, uint32_t value)
{
	atomic_store_explicit(window_word(offset), value, memory_order_release);
}

/* 1 if the word was expected and is now value. */
static inline int word_exchange(uint32_t offset, uint32_t expected, uint32_t value)
{
	return atomic_compare_exchange_strong_explicit(
	    window_word(offset), &expected, value, memory_order_acq_rel, memory_order_acquire);
}

static inline void word_increment(uint32_t offset)
{
	atomic_fetch_add_explicit(window_word(offset), 1u, memory_order_relaxed);
}

/* A thread that sees the sum also sees everything stored before it. */
static inline void word_add(uint32_t offset, uint32_t value)
{
	atomic_fetch_add_explicit(window_word(offset), value, memory_order_release);
}

static inline uint32_t minimum(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

#endif
