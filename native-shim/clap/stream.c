/* SPDX-License-Identifier: BSD-2-Clause */
/* clap_istream and clap_ostream over memory (stream.h). */
#include "stream.h"

#include <stdlib.h>
#include <string.h>

static bool append(struct stream *stream, const void *bytes, uint64_t count)
{
	if (count > STREAM_BYTES_MAX - stream->size)
		return false;
	const uint32_t size = stream->size + (uint32_t)count;
	if (size > stream->room) {
		const uint32_t room = size > 2 * stream->room ? size : 2 * stream->room;
		uint8_t *grown = realloc(stream->bytes, room);
		if (!grown)
			return false;
		stream->bytes = grown;
		stream->room = room;
	}
	if (count > 0)
		memcpy(stream->bytes + stream->size, bytes, count);
	stream->size = size;
	return true;
}

bool stream_fill(struct stream *stream, const void *bytes, uint32_t count)
{
	stream_clear(stream);
	return append(stream, bytes, count);
}

void stream_clear(struct stream *stream)
{
	free(stream->bytes);
	*stream = (struct stream){0};
}

/* If a plugin ignores the result, its incomplete state must not count as complete. */
static int64_t write_bytes(const clap_ostream_t *object, const void *bytes, uint64_t count)
{
	struct stream *stream = object->ctx;
	if ((!bytes && count > 0) || !append(stream, bytes, count)) {
		stream->failed = true;
		return -1;
	}
	return (int64_t)count;
}

static int64_t read_bytes(const clap_istream_t *object, void *bytes, uint64_t wanted)
{
	struct stream *stream = object->ctx;
	const uint32_t left = stream->size - stream->position;
	const uint32_t count = wanted < left ? (uint32_t)wanted : left;
	if (!bytes && count > 0)
		return -1;
	if (count > 0)
		memcpy(bytes, stream->bytes + stream->position, count);
	stream->position += count;
	return count;
}

clap_ostream_t stream_writer(struct stream *stream)
{
	return (clap_ostream_t){.ctx = stream, .write = write_bytes};
}

clap_istream_t stream_reader(struct stream *stream)
{
	stream->position = 0;
	return (clap_istream_t){.ctx = stream, .read = read_bytes};
}
