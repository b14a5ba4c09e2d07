/* SPDX-License-Identifier: BSD-2-Clause */
/* The buffers shared by the state codecs. */
#include "state.h"

/* Page-aligned on any CPU, so that the host can return their memory to the system after a large state. Until a state is
   large, nearly all of this is address space without memory. */
_Alignas(65536) uint8_t state_bytes[STATE_BYTES_MAX];
_Alignas(65536) uint8_t staging_bytes[STATE_BYTES_MAX];

void *state_buffer(void)
{
	return state_bytes;
}

void *state_staging(void)
{
	return staging_bytes;
}

struct cursor state_cursor(uint32_t bytes)
{
	struct cursor cursor = cursor_over(state_bytes, bytes <= sizeof state_bytes ? bytes : 0);
	cursor.failed = bytes > sizeof state_bytes;
	if (cursor.failed)
		state_refuse(STATE_FAULT_TOO_LARGE, STATE_FIELD_NONE, state_bytes, bytes);
	return cursor;
}

struct cursor staging_cursor(void)
{
	return cursor_over(staging_bytes, sizeof staging_bytes);
}
