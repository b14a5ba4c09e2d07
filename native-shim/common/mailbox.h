/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameter values passed between threads: any thread posts, one thread takes. Posting a value again before it is taken
 * replaces it, so the queue never overflows and no thread ever waits.
 */
#ifndef MAOLAN_COMMON_MAILBOX_H
#define MAOLAN_COMMON_MAILBOX_H

#include <stdbool.h>
#include <stdint.h>

struct mailbox;

/* [main-thread] For numbers 0..count-1. NULL when out of memory. */
struct mailbox *mailbox_new(uint32_t count);
void mailbox_free(struct mailbox *mailbox);

/* [any-thread] Post a value. Returns true if nothing was pending before: then wake the consumer. */
bool mailbox_post(struct mailbox *mailbox, uint32_t number, double value);
/* [any-thread] Whether a value may be pending. */
bool mailbox_waiting(const struct mailbox *mailbox);

/* [consumer thread] Take one pending value, in the order of the numbers. False when none is left. */
bool mailbox_take(struct mailbox *mailbox, uint32_t *number, double *value);
/* [consumer thread] The last value posted, whether taken or not. */
double mailbox_value(const struct mailbox *mailbox, uint32_t number);
/* [consumer thread] Discard all pending values. */
void mailbox_clear(struct mailbox *mailbox);

#endif
