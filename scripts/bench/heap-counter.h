/* SPDX-License-Identifier: BSD-2-Clause */
/* The file that heap-counter.c writes and the driver reads. */
#ifndef HEAP_COUNTER_H
#define HEAP_COUNTER_H

#include <stdatomic.h>
#include <stdint.h>

#define HEAP_SLOTS 1024

struct heap_slot {
	uint32_t thread; /* kernel thread id */
	uint32_t reserved;
	_Atomic uint64_t calls; /* malloc, calloc, realloc, memalign, free by this thread */
	_Atomic uint64_t locks; /* mutexes and read-write locks that it has taken or tried to take */
	_Atomic uint64_t files; /* files that it has opened, and writes to stdout and stderr */
};

struct heap_counters {
	_Atomic uint32_t used;
	uint32_t reserved;
	struct heap_slot slots[HEAP_SLOTS];
};

#endif
