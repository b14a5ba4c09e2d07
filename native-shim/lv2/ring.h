/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message ring between one writing and one reading thread. Neither ever waits; a message is visible completely or not
 * at all.
 */
#ifndef MAOLAN_LV2_RING_H
#define MAOLAN_LV2_RING_H

#include <stdbool.h>
#include <stdint.h>

struct ring;

/* [main-thread] bytes must be a power of two; each message takes 4 bytes more than its own. The memory is committed at
   once, so that no thread faults on it. NULL when out of memory. */
struct ring *ring_new(uint32_t bytes);
void ring_free(struct ring *ring);

/* [writing thread] False if there is no room: then nothing was written. */
bool ring_write(struct ring *ring, const void *message, uint32_t bytes);

/* [reading thread] Number of pending bytes, including message headers. */
uint32_t ring_waiting(const struct ring *ring);
/* [reading thread] Size of the next message. False if there is none. */
bool ring_peek(const struct ring *ring, uint32_t *bytes);
/* [reading thread] Copy the next message into message, which must have room for it (the ring's size always suffices).
   False if there is none. */
bool ring_read(struct ring *ring, void *message, uint32_t *bytes);

#endif
