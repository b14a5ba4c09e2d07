/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rings of 16-byte slots with one producer and one consumer in different processes.
 *
 * Invariant: the two indices run freely and wrap at 2^32; slot = index mod SLOTS; write - read (mod 2^32) is the number
 * of filled slots, at most SLOTS - 1. Only the producer stores the write index, only the consumer the read index. A
 * slot is written before the release-store of write that publishes it, and read before the release-store of read that
 * frees it.
 *
 * The peer may break the invariant (a DAW can zero a live segment). Even then neither side accesses memory outside the
 * ring, or loops for longer than SLOTS events.
 */
#ifndef CORE_RING_H
#define CORE_RING_H

#include <string.h>

#include "window.h"

#define RING_CAPACITY (PROTOCOL_RING_SLOTS - 1u)
static_assert((PROTOCOL_RING_SLOTS & RING_CAPACITY) == 0, "slot = index & (SLOTS - 1)");
#define RING_SLOT_BYTES 16u
static_assert(sizeof(struct protocol_parameter_event) == RING_SLOT_BYTES, "parameter and echo rings");
static_assert(sizeof(struct protocol_midi_event) == RING_SLOT_BYTES, "MIDI rings");

/* Absolute offsets of a ring's three parts. */
struct ring {
	uint32_t write;
	uint32_t read;
	uint32_t slots;
};

static inline struct ring ring_of_parameters(void)
{
	return (struct ring){window_layout->parameter_write, window_layout->parameter_read, window_layout->parameter_slots};
}

static inline struct ring ring_of_echo(void)
{
	return (struct ring){window_layout->echo_write, window_layout->echo_read, window_layout->echo_slots};
}

/* port < midi_in_ports of the layout; likewise below. */
static inline struct ring ring_of_midi_in(uint32_t port)
{
	uint32_t further = port * window_layout->midi_stride;
	uint32_t write = window_layout->midi_in_write + further;
	return (struct ring){write, write + 4, window_layout->midi_in_slots + further};
}

static inline struct ring ring_of_midi_out(uint32_t port)
{
	uint32_t further = port * window_layout->midi_stride;
	uint32_t write = window_layout->midi_out_write + further;
	return (struct ring){write, write + 4, window_layout->midi_out_slots + further};
}

static inline uint8_t *ring_slot(const struct ring *ring, uint32_t index)
{
	return window_bytes + ring->slots + (index & (PROTOCOL_RING_SLOTS - 1u)) * RING_SLOT_BYTES;
}

/* Producer: number of free slots; *index = the first of them. 0 while the peer's index is invalid. */
static inline uint32_t ring_free(const struct ring *ring, uint32_t *index)
{
	*index = atomic_load_explicit(window_word(ring->write), memory_order_relaxed);
	uint32_t used = *index - word_load(ring->read);
	return used < RING_CAPACITY ? RING_CAPACITY - used : 0;
}

/* event: RING_SLOT_BYTES of the ring's event type; likewise in ring_read. */
static inline void ring_write(const struct ring *ring, uint32_t index, const void *event)
{
	memcpy(ring_slot(ring, index), event, RING_SLOT_BYTES);
}

/* Producer: publish all slots before next. */
static inline void ring_produced(const struct ring *ring, uint32_t next)
{
	word_store(ring->write, next);
}

/* Producer: write and publish one event. Returns 0 if the ring is full. */
static inline int ring_push(const struct ring *ring, const void *event)
{
	uint32_t index;
	if (ring_free(ring, &index) == 0)
		return 0;
	ring_write(ring, index, event);
	ring_produced(ring, index + 1);
	return 1;
}

/* Consumer: number of filled slots; *index = the first of them. A count that no producer can reach means that the
   indices were overwritten: the slots cannot be trusted, so continue at the producer's position. */
static inline uint32_t ring_used(const struct ring *ring, uint32_t *index)
{
	*index = atomic_load_explicit(window_word(ring->read), memory_order_relaxed);
	uint32_t write = word_load(ring->write);
	uint32_t used = write - *index;
	if (used <= PROTOCOL_RING_SLOTS)
		return used;
	word_store(ring->read, write);
	*index = write;
	return 0;
}

static inline void ring_read(const struct ring *ring, uint32_t index, void *event)
{
	memcpy(event, ring_slot(ring, index), RING_SLOT_BYTES);
}

/* Consumer: free all slots before next. */
static inline void ring_consumed(const struct ring *ring, uint32_t next)
{
	word_store(ring->read, next);
}

/* Consumer: take one event and free its slot. Returns 0 if the ring is empty. */
static inline int ring_pop(const struct ring *ring, void *event)
{
	uint32_t index;
	if (ring_used(ring, &index) == 0)
		return 0;
	ring_read(ring, index, event);
	ring_consumed(ring, index + 1);
	return 1;
}

#endif
