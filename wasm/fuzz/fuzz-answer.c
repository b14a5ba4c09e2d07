/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any list as an answer: the input chooses the request and the entries. If the answer is accepted, it fits its place in
 * scratch, and reading it as the DAW does ends exactly at its end, after as many entries as it announces, each text
 * well-formed and within its limit.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "cursor.h"
#include "expect.h"
#include "input.h"
#include "state.h"
#include "utf8.h"
#include "window.h"

/* Mostly short; sometimes near a limit, or anything. */
static uint32_t take_length(void)
{
	static const uint32_t edges[] = {255, 256, 257, 1023, 1024, 1025, 20000, 63488, 65536, 65537, 0xFFFFFFFF};
	uint32_t kind = take(1);
	return kind < 200 ? kind % 16 : edges[kind % (sizeof edges / sizeof edges[0])];
}

/* ---- what the host does ---- */

static void stage(void)
{
	uint8_t *staging = state_staging();
	memset(staging, take(1) < 250 ? 'a' : 0xFF, PROTOCOL_SCRATCH_BYTES);
	for (uint32_t count = take(1) % 4; count != 0; count--)
		staging[take(1)] = (uint8_t)take(1);
}

static void write_entry(uint32_t request)
{
	if (take(1) % 4 == 0)
		stage();
	switch (request) {
	case PROTOCOL_REQUEST_CONTROL_PORTS:
		answer_control_port(take(4), take_length(), 0, 1, 0.5f);
		break;
	case PROTOCOL_REQUEST_PARAMETERS:
		answer_parameter(take(4), take_length(), take_length(), -60, 12, 0);
		break;
	default:
		answer_text(take(1) < 250 ? take(1) % 130 : take(4), take_length());
	}
}

/* ---- what the DAW does ---- */

static uint32_t read_text(struct cursor *cursor, uint32_t bytes_max)
{
	struct piece text = cursor_read_piece(cursor);
	EXPECT(text.count <= bytes_max && utf8_valid(text.bytes, text.count));
	return text.count;
}

static void read_entry(uint32_t request, struct cursor *cursor)
{
	uint32_t key = cursor_read_u32(cursor);
	if (request == PROTOCOL_REQUEST_CONTROL_PORTS) {
		read_text(cursor, 256);
		cursor_take(cursor, 3 * sizeof(float));
	} else if (request == PROTOCOL_REQUEST_PARAMETERS) {
		read_text(cursor, 256);
		read_text(cursor, 1024);
		cursor_take(cursor, 3 * sizeof(double));
	} else {
		EXPECT(read_text(cursor, PROTOCOL_SCRATCH_BYTES) != 0);
		EXPECT(key <= 127 || request == window_layout->file_list);
	}
}

static void read_answer(uint32_t request, uint32_t size)
{
	struct cursor cursor = state_cursor(size);
	if (request == window_layout->file_list)
		EXPECT(cursor_read_u32(&cursor) == PROTOCOL_FILE_MAGIC);
	for (uint32_t count = cursor_read_u32(&cursor); count != 0; count--) {
		read_entry(request, &cursor);
		EXPECT(!cursor.failed);
	}
	EXPECT(cursor_left(&cursor) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	input_left = size;
	window_layout = protocol_layout_of(6 + take(1) % 2);
	const uint32_t files = window_layout->file_list;
	const uint32_t requests[] = {files, PROTOCOL_REQUEST_CONTROL_PORTS, PROTOCOL_REQUEST_PARAMETERS,
	    PROTOCOL_REQUEST_MIDNAM, PROTOCOL_REQUEST_NOTE_NAMES};
	uint32_t request = requests[take(1) % 5];
	uint32_t room = request == files ? 63488 : 65536;
	stage();
	answer_begin(request);
	while (input_left != 0)
		write_entry(request);
	int32_t bytes = answer_end();
	EXPECT(bytes == -1 || (bytes >= 4 && (uint32_t)bytes <= room));
	if (bytes >= 0)
		read_answer(request, (uint32_t)bytes);
	return 0;
}
