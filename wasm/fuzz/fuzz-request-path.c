/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any scratch as a request that names a path. The first byte chooses the request. Scratch holds an accepted path as
 * the protocol says, and is text that an operating system's call takes as a whole.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "utf8.h"
#include "window.h"

static uint32_t word_at(const uint8_t *bytes, uint32_t index)
{
	uint32_t value;
	memcpy(&value, bytes + 4 * index, sizeof value);
	return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size - 1 > PROTOCOL_SCRATCH_BYTES)
		return 0;
	uint32_t request = data[0] % 2 ? PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE : PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY;
	uint32_t head = data[0] % 2 ? 2 : 1;
	uint8_t *scratch = window_bytes + window_layout->scratch;
	memset(scratch, 0, PROTOCOL_SCRATCH_BYTES);
	memcpy(scratch, data + 1, size - 1);
	EXPECT(request_read_path(request + 100) == -1);
	int32_t length = request_read_path(request);
	EXPECT(length == -1 || (length >= 1 && (uint32_t)length <= PROTOCOL_SCRATCH_BYTES - 4 * (head + 1)));
	if (length < 0)
		return 0;
	EXPECT(word_at(scratch, 0) == (head == 1 ? PROTOCOL_FILE_MAGIC : PROTOCOL_UPDATE_MAGIC));
	EXPECT(request_file_index() == (head == 1 ? 0 : word_at(scratch, 1)));
	EXPECT(word_at(scratch, head) == (uint32_t)length);
	EXPECT(memcmp(state_buffer(), scratch + 4 * (head + 1), (uint32_t)length) == 0);
	EXPECT(memchr(state_buffer(), 0, (uint32_t)length) == NULL);
	EXPECT(utf8_valid(state_buffer(), (uint32_t)length));
	return 0;
}
