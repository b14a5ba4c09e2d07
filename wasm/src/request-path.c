/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Paths in scratch, for the requests that name a file or folder. Request 5: "FILE", then the path, and from version 7
 * on a u32 that is not 0 if all plugins of a project share the folder. Request 7, up to version 6: "UPDA", the index of
 * the file reference, then the path. A path is its length and its bytes. scratch_size is not set for them.
 */
#include "core.h"
#include "state.h"
#include "utf8.h"
#include "window.h"

static uint32_t file_index;
static uint32_t shared;

/* Advance to the path; 0 if the request is neither of the two, or its marker is missing. */
static int read_head(struct cursor *cursor, uint32_t request)
{
	uint32_t magic = cursor_read_u32(cursor);
	if (request == PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY)
		return magic == PROTOCOL_FILE_MAGIC;
	if (request != PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE || window_layout->has_shared_flag)
		return 0;
	file_index = cursor_read_u32(cursor);
	return magic == PROTOCOL_UPDATE_MAGIC;
}

/* System calls end a path at a NUL: the rest would be dropped silently. */
static int path_valid(struct piece path)
{
	return path.count != 0 && memchr(path.bytes, 0, path.count) == NULL && utf8_valid(path.bytes, path.count);
}

int32_t request_read_path(uint32_t request)
{
	/* Copy first: the DAW may write while the path is validated. */
	memcpy(state_bytes, window_bytes + window_layout->scratch, PROTOCOL_SCRATCH_BYTES);
	struct cursor cursor = state_cursor(PROTOCOL_SCRATCH_BYTES);
	file_index = 0;
	shared = 0;
	if (!read_head(&cursor, request))
		return -1;
	struct piece path = cursor_read_piece(&cursor);
	shared = window_layout->has_shared_flag ? cursor_read_u32(&cursor) : 1;
	if (cursor.failed || !path_valid(path))
		return -1;
	memmove(state_bytes, path.bytes, path.count);
	return (int32_t)path.count;
}

uint32_t request_file_index(void)
{
	return file_index;
}

uint32_t request_path_shared(void)
{
	return shared != 0;
}

uint32_t request_file_list(void)
{
	return window_layout->file_list;
}
