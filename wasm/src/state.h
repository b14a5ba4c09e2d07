/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two buffers that the codecs share.
 */
#ifndef CORE_STATE_H
#define CORE_STATE_H

#include <stdint.h>

#include "core.h"
#include "cursor.h"

extern uint8_t state_bytes[STATE_BYTES_MAX];
extern uint8_t staging_bytes[STATE_BYTES_MAX];

/* A cursor over a blob of that many bytes in the state buffer; already failed if the buffer is smaller. */
struct cursor state_cursor(uint32_t bytes);
/* A cursor over the staging area, to take the pieces of a blob from. */
struct cursor staging_cursor(void);

/* ---- why a reader refuses (state_fault and the functions after it in core.h) ---- */

/* A reader begins: nothing is wrong yet. */
void state_fault_clear(void);
/* Note the first fault of a read; later ones are consequences. Returns -1, as the readers do. */
int32_t state_refuse(uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value);
/* A number or a piece that stands in the given field. Where the blob ends too early, the field is noted. */
uint32_t state_read_u32(struct cursor *cursor, uint32_t field);
const uint8_t *state_take(struct cursor *cursor, uint32_t count, uint32_t field);
struct piece state_read_piece(struct cursor *cursor, uint32_t field);
/* The same, of UTF-8: the cursor fails at the first byte that is none. */
struct piece state_read_text(struct cursor *cursor, uint32_t field);
/* The cursor fails for another reason than the end of the blob. */
void state_fail(struct cursor *cursor, uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value);

#endif
