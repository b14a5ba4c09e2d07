#include "state.h"
#include "core.h"

uint8_t state_bytes[PROTOCOL_SCRATCH_BYTES];
uint8_t staging_bytes[PROTOCOL_SCRATCH_BYTES];

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
	return cursor;
}

struct cursor staging_cursor(void)
{
	return cursor_over(staging_bytes, sizeof staging_bytes);
}
