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

#endif
