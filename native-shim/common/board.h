/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameter values passed between threads: any thread posts, one thread takes. Posting a value again before it is taken
 * replaces it, so the queue never overflows and no thread ever waits.
 */
#ifndef MAOLAN_COMMON_BOARD_H
#define MAOLAN_COMMON_BOARD_H

#include <stdbool.h>
#include <stdint.h>

struct board;

/* [main-thread] For numbers 0..count-1. NULL when out of memory. */
struct board *board_new(uint32_t count);
void board_free(struct board *board);

/* [any-thread] Post a value. Returns true if nothing was pending before: then wake the consumer. */
bool board_post(struct board *board, uint32_t number, double value);
/* [any-thread] Whether a value may be pending. */
bool board_waiting(const struct board *board);

/* [consumer thread] Take one pending value, in the order of the numbers. False when none is left. */
bool board_take(struct board *board, uint32_t *number, double *value);
/* [consumer thread] The last value posted, whether taken or not. */
double board_value(const struct board *board, uint32_t number);
/* [consumer thread] Discard all pending values. */
void board_clear(struct board *board);

#endif
