/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a reader says about the bytes that it refuses.
 */
#ifndef FUZZ_FAULT_H
#define FUZZ_FAULT_H

#include "core.h"
#include "expect.h"

/* framed: something ends before the blob does and contains the cut. */
static inline void expect_fault(uint32_t blob_bytes, int framed)
{
	uint32_t offset = state_fault_offset();
	EXPECT(state_fault() >= STATE_FAULT_CUT && state_fault() < STATE_FAULT_TOO_LARGE);
	EXPECT(state_fault_field() >= STATE_FIELD_PORT_COUNT && state_fault_field() <= STATE_FIELD_INFO);
	EXPECT(offset <= blob_bytes);
	/* What is cut needs more than there is; what is wrong is there. */
	if (state_fault() == STATE_FAULT_CUT)
		EXPECT(state_fault_value() > (framed ? 0 : blob_bytes - offset));
	else if (state_fault() != STATE_FAULT_MISSING)
		EXPECT(offset < blob_bytes);
	if (state_fault() == STATE_FAULT_LENGTH)
		EXPECT(state_fault_value() <= blob_bytes - offset);
	if (state_fault() == STATE_FAULT_TEXT)
		EXPECT(((const uint8_t *)state_buffer())[offset] == state_fault_value());
}

static inline void expect_no_fault(void)
{
	EXPECT(state_fault() == STATE_FAULT_NONE && state_fault_field() == STATE_FIELD_NONE);
	EXPECT(state_fault_offset() == 0 && state_fault_value() == 0);
}

#endif
