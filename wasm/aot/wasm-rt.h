/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the C that wasm2c makes of the core asks of its embedder: types, and functions that the runtime (runtime.c) has.
 * Written for this one module: one memory that never grows, one small table, no import, no exception, no tail call.
 * The names are wasm2c's (npm package wabt, pinned: another version may ask for more).
 *
 * Every access is checked by a comparison with the memory's size, in the generated code. Nothing relies on guard pages,
 * on a signal handler or on longjmp, so a plugin may do with signals what it wants.
 */
#ifndef MAOLAN_WASM_RT_H
#define MAOLAN_WASM_RT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* With -fsignaling-nans, which the generated code needs, isnan is a call. This one is a comparison, and as quiet for
 * quiet NaN. */
#undef isnan
#define isnan(value) __builtin_isunordered(value, value)

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define wasm_rt_memcpy memcpy
/* The generated code wants C11 for its atomics; those that the core uses are replaced by atomics.h. */
#define WASM_RT_C11_AVAILABLE 1

/* ---- traps ---- */

typedef enum {
	WASM_RT_TRAP_OOB,
	WASM_RT_TRAP_UNALIGNED,
	WASM_RT_TRAP_INT_OVERFLOW,
	WASM_RT_TRAP_DIV_BY_ZERO,
	WASM_RT_TRAP_INVALID_CONVERSION,
	WASM_RT_TRAP_UNREACHABLE,
	WASM_RT_TRAP_CALL_INDIRECT,
} wasm_rt_trap_t;

/* Any thread that runs the core. Hands the trap's sentence to core_trap (core-instance.h); never returns. */
_Noreturn void wasm_rt_trap(wasm_rt_trap_t trap);

/* ---- memory ---- */

typedef struct {
	uint8_t *data; /* set by core_open, like size */
	uint64_t size; /* bytes */
} wasm_rt_memory_t;

/* Shared memories are declared by the generated code and used by none of it. */
typedef struct {
	_Atomic(uint8_t) *data;
	uint64_t size;
} wasm_rt_shared_memory_t;

/* The generated code asks for its memory, which core_open has made: traps if it is of another size. */
void wasm_rt_allocate_memory(
    wasm_rt_memory_t *memory, uint64_t pages, uint64_t pages_max, bool is_64_bit, uint32_t page_bytes);
/* The memory stays: core_close gives it back. */
void wasm_rt_free_memory(wasm_rt_memory_t *memory);

/* ---- types and the table of functions ---- */

enum { WASM_RT_I32, WASM_RT_I64, WASM_RT_F32, WASM_RT_F64 };

typedef const char *wasm_rt_func_type_t;
typedef void (*wasm_rt_function_ptr_t)(void);
typedef struct {
	void (*fn)(void);
} wasm_rt_tailcallee_t;

typedef struct {
	wasm_rt_func_type_t func_type;
	wasm_rt_function_ptr_t func; /* NULL: no function here */
	wasm_rt_tailcallee_t func_tailcallee;
	void *module_instance;
} wasm_rt_funcref_t;
#define wasm_rt_funcref_null_value ((wasm_rt_funcref_t){NULL, NULL, {NULL}, NULL})

/* Emscripten's start-up file puts one function into the table that no one calls. The slots are part of the instance, so
 * that there is no heap. */
#define WASM_RT_TABLE_MAX 4u
typedef struct {
	wasm_rt_funcref_t *data; /* the slots */
	uint32_t size;
	wasm_rt_funcref_t slots[WASM_RT_TABLE_MAX];
} wasm_rt_funcref_table_t;

/* Make a table of null references; traps if elements > WASM_RT_TABLE_MAX. */
void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t elements, uint32_t elements_max);
void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table);

/* Declared by the generated code and used by none of it. */
typedef void *wasm_rt_externref_t;
#define wasm_rt_externref_null_value ((wasm_rt_externref_t)NULL)
typedef struct {
	wasm_rt_externref_t *data;
	uint32_t size;
} wasm_rt_externref_table_t;

/* There is nothing to initialize. */
static inline bool wasm_rt_is_initialized(void)
{
	return true;
}

#endif
