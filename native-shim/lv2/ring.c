/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariant: written - read (both count bytes since the start, wrapping at 2^32) is the number of pending bytes,
 * 0..size. Only the writer changes written, only the reader changes read; storing either with release order passes the
 * bytes to the other side.
 */
#include "ring.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_BYTES 4096u /* the smallest page size */

struct ring {
	uint32_t size;
	_Atomic uint32_t written;
	_Atomic uint32_t read;
	uint8_t data[];
};

struct ring *ring_new(uint32_t bytes)
{
	struct ring *ring = calloc(1, sizeof(struct ring) + bytes);
	if (!ring)
		return NULL;
	ring->size = bytes;
	for (uint32_t at = 0; at < bytes; at += PAGE_BYTES)
		*(volatile uint8_t *)&ring->data[at] = 0;
	*(volatile uint8_t *)&ring->data[bytes - 1] = 0;
	return ring;
}

void ring_free(struct ring *ring)
{
	free(ring);
}

static void copy_in(struct ring *ring, uint32_t at, const void *source, uint32_t bytes)
{
	const uint32_t start = at & (ring->size - 1);
	const uint32_t first = bytes < ring->size - start ? bytes : ring->size - start;
	memcpy(ring->data + start, source, first);
	memcpy(ring->data, (const uint8_t *)source + first, bytes - first);
}

static void copy_out(const struct ring *ring, uint32_t at, void *target, uint32_t bytes)
{
	const uint32_t start = at & (ring->size - 1);
	const uint32_t first = bytes < ring->size - start ? bytes : ring->size - start;
	memcpy(target, ring->data + start, first);
	memcpy((uint8_t *)target + first, ring->data, bytes - first);
}

bool ring_write(struct ring *ring, const void *message, uint32_t bytes)
{
	const uint32_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
	const uint32_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
	const uint32_t room = ring->size - (written - read);
	if (room < sizeof(bytes) || bytes > room - sizeof(bytes))
		return false;
	copy_in(ring, written, &bytes, sizeof(bytes));
	if (bytes > 0)
		copy_in(ring, written + sizeof(bytes), message, bytes);
	atomic_store_explicit(&ring->written, written + sizeof(bytes) + bytes, memory_order_release);
	return true;
}

uint32_t ring_waiting(const struct ring *ring)
{
	return atomic_load_explicit(&ring->written, memory_order_acquire) -
	       atomic_load_explicit(&ring->read, memory_order_relaxed);
}

bool ring_peek(const struct ring *ring, uint32_t *bytes)
{
	if (ring_waiting(ring) == 0)
		return false;
	copy_out(ring, atomic_load_explicit(&ring->read, memory_order_relaxed), bytes, sizeof(*bytes));
	return true;
}

bool ring_read(struct ring *ring, void *message, uint32_t *bytes)
{
	if (!ring_peek(ring, bytes))
		return false;
	const uint32_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
	copy_out(ring, read + sizeof(*bytes), message, *bytes);
	atomic_store_explicit(&ring->read, read + sizeof(*bytes) + *bytes, memory_order_release);
	return true;
}
