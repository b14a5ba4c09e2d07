/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A board of parameter values between threads: anyone posts, one thread takes. A value that is posted again before it
 * is taken replaces the first, so it never overflows and no thread ever waits.
 */
#ifndef MAOLAN_COMMON_BOARD_H
#define MAOLAN_COMMON_BOARD_H

#include <stdbool.h>
#include <stdint.h>

struct board;

/* [main-thread] For numbers 0..count-1. NULL when out of memory. */
struct board *board_new(uint32_t count);
void board_free(struct board *board);

/* [any-thread] Post a value. Returns true if nothing was waiting before: then the taker should be woken. */
bool board_post(struct board *board, uint32_t number, double value);
/* [any-thread] Whether something may be waiting. */
bool board_waiting(const struct board *board);

/* [taking thread] Take one value; the order is that of the numbers. False when none is left. */
bool board_take(struct board *board, uint32_t *number, double *value);
/* [taking thread] The value posted last, taken or not. */
double board_value(const struct board *board, uint32_t number);
/* [taking thread] Forget all that is waiting. */
void board_clear(struct board *board);

#endif
