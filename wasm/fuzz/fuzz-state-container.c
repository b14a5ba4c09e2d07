/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as a state that may be a container; the first byte chooses the format. If it is one, all of it is in the
 * blob, it is written again byte for byte, and no byte less is accepted.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "fault.h"
#include "state.h"

#define HASH_BYTES 32u
#define HEAD_BYTES 64u

static uint8_t blob[PROTOCOL_SCRATCH_BYTES];
static uint32_t blob_bytes;

static void put(const void *bytes, uint32_t count)
{
	/* Not zeros: what is read behind the blob must not look like an end. */
	memset(state_buffer(), 0xA5, PROTOCOL_SCRATCH_BYTES);
	if (count != 0)
		memcpy(state_buffer(), bytes, count);
}

static int lies_in_blob(const void *bytes, uint32_t count)
{
	const uint8_t *first = state_buffer();
	const uint8_t *at = bytes;
	return at >= first && at <= first + blob_bytes && count <= blob_bytes - (uint32_t)(at - first);
}

/* The raw state that the writer looks at: in VST3 its id. Behind the id the pieces are empty; so much must be there. */
static uint32_t put_raw(uint32_t format)
{
	struct cursor cursor = cursor_over(blob, blob_bytes);
	if (format != STATE_FORMAT_VST3)
		return 0;
	struct piece id = cursor_read_piece(&cursor);
	uint32_t raw_bytes = 12 + id.count;
	put(blob, 4 + id.count);
	memset((uint8_t *)state_buffer() + 4 + id.count, 0, 8);
	return raw_bytes;
}

static void write_again(uint32_t format, int32_t kind)
{
	uint32_t raw_bytes = state_container_raw_bytes();
	uint32_t deflated_bytes = state_container_deflated_bytes();
	memcpy(state_staging(), state_container_hash(), HASH_BYTES);
	memcpy((uint8_t *)state_staging() + HASH_BYTES, state_container_deflated(), deflated_bytes);
	uint32_t raw_needed = put_raw(format);
	int32_t written = state_container_write(format, (uint32_t)kind, raw_bytes, deflated_bytes);
	if (raw_bytes < raw_needed) {
		EXPECT(written == -1);
		return;
	}
	/* Bytes behind the blob of LV2 and VST3 are ignored by their readers. */
	EXPECT(written >= (int32_t)HEAD_BYTES && (uint32_t)written <= blob_bytes);
	EXPECT(format != STATE_FORMAT_CLAP || (uint32_t)written == blob_bytes);
	EXPECT(memcmp(state_buffer(), blob, (uint32_t)written) == 0);
	EXPECT(state_container_read(format, (uint32_t)written) == kind);
	EXPECT(state_container_read(format, (uint32_t)written - 1) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size - 1 > sizeof blob)
		return 0;
	uint32_t format = 1 + data[0] % 3;
	blob_bytes = (uint32_t)size - 1;
	if (blob_bytes != 0)
		memcpy(blob, data + 1, blob_bytes);
	put(blob, blob_bytes);
	int32_t kind = state_container_read(format, blob_bytes);
	if (kind < 0)
		expect_fault(blob_bytes, 1);
	else
		expect_no_fault();
	if (kind <= 0) {
		EXPECT(kind >= -1 && state_container_raw_bytes() == 0 && state_container_hash() == NULL);
		EXPECT(state_container_deflated() == NULL && state_container_deflated_bytes() == 0);
		return 0;
	}
	EXPECT(state_container_raw_bytes() >= 1 && state_container_raw_bytes() <= STATE_BYTES_MAX);
	EXPECT(lies_in_blob(state_container_hash(), HASH_BYTES));
	EXPECT(lies_in_blob(state_container_deflated(), state_container_deflated_bytes()));
	EXPECT((kind == STATE_CONTAINER_DEFLATED) == (state_container_deflated_bytes() != 0));
	write_again(format, kind);
	return 0;
}
