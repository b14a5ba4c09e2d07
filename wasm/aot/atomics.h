/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Real atomics for the C that wasm2c makes of the core: the last thing that its files include before their code.
 *
 * The core's memory is not declared shared (an engine would hand out another kind of buffer, and wasm2c a relaxed
 * atomic access for every byte copied), but the segment in it is: another process writes there. For such a memory
 * wasm2c makes plain accesses of atomic ones, and wabt 1.0.39 gets two of them wrong besides: a compare-and-swap that
 * fails returns the expected value, and an addition returns the new value instead of the
 * old one (wabt#2784). So the accesses that the core uses are replaced here; generate.js refuses a core that uses
 * others.
 *
 * The order is the one that the core's source asks for (acquire, release; a test holds it to that), not the sequential
 * order that every atomic of WebAssembly has, for which a store on x86-64 waits until all before it are done.
 */
#ifndef MAOLAN_AOT_ATOMICS_H
#define MAOLAN_AOT_ATOMICS_H

#include <stdatomic.h>

static inline _Atomic(uint32_t) *aot_word(const wasm_rt_memory_t *memory, uint64_t offset)
{
	if (UNLIKELY(offset + sizeof(uint32_t) > memory->size))
		wasm_rt_trap(WASM_RT_TRAP_OOB);
	if (UNLIKELY(offset % sizeof(uint32_t) != 0))
		wasm_rt_trap(WASM_RT_TRAP_UNALIGNED);
	return (_Atomic(uint32_t) *)(memory->data + offset);
}

/* Returns the value that was there: the expected one if it has been replaced. */
static inline uint32_t aot_compare_exchange(_Atomic(uint32_t) *word, uint32_t expected, uint32_t replacement)
{
	atomic_compare_exchange_strong_explicit(word, &expected, replacement, memory_order_acq_rel, memory_order_acquire);
	return expected;
}

#define i32_atomic_load_default32(memory, offset) atomic_load_explicit(aot_word(memory, offset), memory_order_acquire)
#define i32_atomic_store_default32(memory, offset, value)                                                              \
	atomic_store_explicit(aot_word(memory, offset), value, memory_order_release)
#define i32_atomic_rmw_add_default32(memory, offset, value)                                                            \
	atomic_fetch_add_explicit(aot_word(memory, offset), value, memory_order_acq_rel)
#define i32_atomic_rmw_xchg_default32(memory, offset, value)                                                           \
	atomic_exchange_explicit(aot_word(memory, offset), value, memory_order_acq_rel)
#define i32_atomic_rmw_cmpxchg_default32(memory, offset, expected, replacement)                                        \
	aot_compare_exchange(aot_word(memory, offset), expected, replacement)

#endif
