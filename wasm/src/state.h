/* SPDX-License-Identifier: BSD-2-Clause */
/* The two buffers shared by the codecs. */
#ifndef CORE_STATE_H
#define CORE_STATE_H

#include <stdint.h>

#include "core.h"
#include "cursor.h"

extern uint8_t state_bytes[STATE_BYTES_MAX];
extern uint8_t staging_bytes[STATE_BYTES_MAX];

/* A cursor over a blob of that many bytes in the state buffer; already failed if the buffer is smaller. */
struct cursor state_cursor(uint32_t bytes);
/* A cursor over the staging area, from which writers take the pieces of a blob. */
struct cursor staging_cursor(void);

/* ---- why a reader rejects its input (state_fault and the functions after it in core.h) ---- */

/* Call this at the start of a read: no fault so far. */
void state_fault_clear(void);
/* Record the first fault of a read; later ones are consequences. Returns -1, as the readers do. */
int32_t state_refuse(uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value);
/* Read a number or a piece for the given field, which is recorded if the blob ends too early. */
uint32_t state_read_u32(struct cursor *cursor, uint32_t field);
const uint8_t *state_take(struct cursor *cursor, uint32_t count, uint32_t field);
struct piece state_read_piece(struct cursor *cursor, uint32_t field);
/* The same for UTF-8 text: the cursor fails at the first invalid byte. */
struct piece state_read_text(struct cursor *cursor, uint32_t field);
/* Make the cursor fail for a reason other than the end of the blob. */
void state_fail(struct cursor *cursor, uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value);

#endif
