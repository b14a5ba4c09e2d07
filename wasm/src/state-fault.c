/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a reader rejects a blob: the first fault, recorded where it is found. */
#include "core.h"
#include "state.h"
#include "utf8.h"

static struct {
	uint32_t fault;
	uint32_t field;
	uint32_t offset;
	uint32_t value;
} first;

void state_fault_clear(void)
{
	memset(&first, 0, sizeof first);
}

int32_t state_refuse(uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value)
{
	if (first.fault != STATE_FAULT_NONE)
		return -1;
	first.fault = fault;
	first.field = field;
	first.offset = (uint32_t)(at - state_bytes);
	first.value = value;
	return -1;
}

void state_fail(struct cursor *cursor, uint32_t fault, uint32_t field, const uint8_t *at, uint32_t value)
{
	if (cursor->failed)
		return;
	cursor->failed = 1;
	state_refuse(fault, field, at, value);
}

const uint8_t *state_take(struct cursor *cursor, uint32_t count, uint32_t field)
{
	const uint8_t *bytes = cursor_take(cursor, count);
	if (bytes == NULL)
		state_refuse(STATE_FAULT_CUT, field, cursor->bytes + cursor->at, cursor->needed);
	return bytes;
}

uint32_t state_read_u32(struct cursor *cursor, uint32_t field)
{
	uint32_t value = 0;
	const uint8_t *bytes = state_take(cursor, sizeof value, field);
	if (bytes != NULL)
		memcpy(&value, bytes, sizeof value);
	return value;
}

struct piece state_read_piece(struct cursor *cursor, uint32_t field)
{
	uint32_t count = state_read_u32(cursor, field);
	const uint8_t *bytes = state_take(cursor, count, field);
	return bytes != NULL ? (struct piece){bytes, count} : (struct piece){NULL, 0};
}

struct piece state_read_text(struct cursor *cursor, uint32_t field)
{
	struct piece text = state_read_piece(cursor, field);
	if (text.bytes == NULL)
		return text;
	uint32_t valid = utf8_prefix(text.bytes, text.count);
	if (valid == text.count)
		return text;
	state_fail(cursor, STATE_FAULT_TEXT, field, text.bytes + valid, text.bytes[valid]);
	return (struct piece){NULL, 0};
}

uint32_t state_fault(void)
{
	return first.fault;
}

uint32_t state_fault_field(void)
{
	return first.field;
}

uint32_t state_fault_offset(void)
{
	return first.offset;
}

uint32_t state_fault_value(void)
{
	return first.value;
}
