/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The runtime of the core ahead of time: its memory, its traps, its table. See wasm-rt.h for what the generated code
 * asks for, and core-instance.h for what its users get.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "core-aot.h"

static_assert(CORE_WINDOW_OFFSET % CORE_MEMORY_ALIGNMENT == 0, "the segment can be mapped over the window's pages");
static_assert(CORE_WINDOW_OFFSET + PROTOCOL_SEGMENT_BYTES <= CORE_MEMORY_BYTES, "the window lies in the memory");

/* ---- traps ---- */

_Noreturn void wasm_rt_trap(wasm_rt_trap_t trap)
{
	static const char *const sentences[] = {
	    [WASM_RT_TRAP_OOB] = "a memory access out of bounds",
	    [WASM_RT_TRAP_UNALIGNED] = "an atomic access to an address that is not aligned",
	    [WASM_RT_TRAP_INT_OVERFLOW] = "an integer overflow",
	    [WASM_RT_TRAP_DIV_BY_ZERO] = "a division by zero",
	    [WASM_RT_TRAP_INVALID_CONVERSION] = "a conversion of NaN to an integer",
	    [WASM_RT_TRAP_UNREACHABLE] = "unreachable code",
	    [WASM_RT_TRAP_CALL_INDIRECT] = "a call of a missing function",
	};
	core_trap(sentences[trap]);
}

/* ---- memory ---- */

/* mmap aligns to the page size of this CPU only: map more, and give back what lies around. */
static void *map_aligned(void)
{
	const size_t bytes = CORE_MEMORY_BYTES + CORE_MEMORY_ALIGNMENT;
	uint8_t *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (mapped == MAP_FAILED)
		return NULL;
	const size_t before = -(uintptr_t)mapped % CORE_MEMORY_ALIGNMENT;
	const size_t after = CORE_MEMORY_ALIGNMENT - before;
	if (before != 0)
		munmap(mapped, before);
	munmap(mapped + before + CORE_MEMORY_BYTES, after);
	/* A huge page would make 2 MiB of each few bytes that are written. Refused where there are none. */
	madvise(mapped + before, CORE_MEMORY_BYTES, MADV_NOHUGEPAGE);
	return mapped + before;
}

int core_open(struct core *core, void *memory)
{
	*core = (struct core){.function = "none"};
	if ((uintptr_t)memory % CORE_MEMORY_ALIGNMENT != 0) {
		errno = EINVAL;
		return -1;
	}
	if (memory == NULL) {
		core->own_memory = map_aligned();
		if (core->own_memory == NULL)
			return -1; /* errno of mmap */
		memory = core->own_memory;
	}
	core->module.w2c_memory = (wasm_rt_memory_t){.data = memory, .size = CORE_MEMORY_BYTES};
	wasm2c_core_instantiate(&core->module);
	return 0;
}

int core_resume(struct core *core, void *memory)
{
	/* The module's own words (its stack pointer) as they are between two calls. */
	if (core_open(core, NULL) != 0)
		return -1;
	munmap(core->own_memory, CORE_MEMORY_BYTES);
	core->own_memory = NULL;
	core->module.w2c_memory.data = memory;
	return 0;
}

void core_close(struct core *core)
{
	if (core->own_memory != NULL)
		munmap(core->own_memory, CORE_MEMORY_BYTES);
	*core = (struct core){0};
}

void wasm_rt_allocate_memory(
    wasm_rt_memory_t *memory, uint64_t pages, uint64_t pages_max, bool is_64_bit, uint32_t page_bytes)
{
	if (pages * page_bytes != memory->size || pages != pages_max || is_64_bit)
		wasm_rt_trap(WASM_RT_TRAP_OOB);
}

void wasm_rt_free_memory(wasm_rt_memory_t *memory)
{
	(void)memory;
}

/* ---- the table of functions ---- */

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t elements, uint32_t elements_max)
{
	if (elements > WASM_RT_TABLE_MAX || elements != elements_max)
		wasm_rt_trap(WASM_RT_TRAP_OOB);
	*table = (wasm_rt_funcref_table_t){.data = table->slots, .size = elements};
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table)
{
	(void)table;
}
