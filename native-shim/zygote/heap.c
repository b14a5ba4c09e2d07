/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C library's heap before forks. Free pieces lie everywhere between those in use, and a forked process that takes
 * one writes to a page that it shares until then: the page is copied. So the zygote takes all of them, for good: what
 * forked processes allocate lies together, behind the heap.
 */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "internal.h"

#define LARGEST_BYTES 65536u
#define SMALLEST_BYTES 24u /* of 32 with its head */
#define STEP_BYTES 16u

/* What is not in use yet. Everything else that the C library has is below, or mapped, above. */
static uintptr_t heap_end(void)
{
	/* mallinfo2 came with glibc 2.33; this heap is small enough for an int. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	return (uintptr_t)sbrk(0) - (unsigned)mallinfo().keepcost;
#pragma GCC diagnostic pop
}

void heap_fill(void)
{
	const uintptr_t end = heap_end();
	for (size_t bytes = LARGEST_BYTES; bytes >= SMALLEST_BYTES; bytes -= STEP_BYTES) {
		void *piece;
		while ((piece = malloc(bytes)) != NULL && (uintptr_t)piece < end)
			; /* kept */
		free(piece);
	}
}

void heap_touch(void)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	for (uintptr_t at = heap_end(); at < (uintptr_t)sbrk(0); at += page) {
		volatile char *byte = (volatile char *)at; // NOLINT(performance-no-int-to-ptr)
		*byte = *byte;
	}
}
