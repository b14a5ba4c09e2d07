/* SPDX-License-Identifier: BSD-2-Clause */
/* States written and read in small pieces. All [main-thread]. */
#include <string.h>

#include "trial.h"

/* A few bytes at a time, in varying numbers. */
struct short_stream {
	struct stream stream;
	uint32_t calls;
};

static uint64_t at_most(struct short_stream *stream, uint64_t bytes)
{
	const uint64_t few = 1 + stream->calls++ * 7 % 17;
	return bytes < few ? bytes : few;
}

static int64_t write_few(const clap_ostream_t *object, const void *bytes, uint64_t count)
{
	struct short_stream *stream = object->ctx;
	const clap_ostream_t whole = stream_writer(&stream->stream);
	return whole.write(&whole, bytes, at_most(stream, count));
}

static int64_t read_few(const clap_istream_t *object, void *bytes, uint64_t count)
{
	struct short_stream *stream = object->ctx;
	const uint64_t left = stream->stream.size - stream->stream.position;
	const uint64_t few = at_most(stream, count < left ? count : left);
	memcpy(bytes, stream->stream.bytes + stream->stream.position, few);
	stream->stream.position += (uint32_t)few;
	return (int64_t)few;
}

static bool is_saved(struct clap_instance *instance, struct short_stream *stream, bool in_pieces)
{
	const clap_ostream_t writer = in_pieces ? (clap_ostream_t){stream, write_few} : stream_writer(&stream->stream);
	return instance->state->save(instance->audio.plugin, &writer) && !stream->stream.failed;
}

static bool is_same(const struct stream *a, const struct stream *b)
{
	return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

static int32_t compare_streams(
    struct clap_instance *instance, struct short_stream *streams, const struct message *answer)
{
	if (!is_saved(instance, &streams[0], false))
		return trial_broken(answer, "it does not save its state");
	if (!is_saved(instance, &streams[1], true))
		return trial_broken(answer, "it does not save its state where write takes a few bytes at a time");
	if (!is_same(&streams[0].stream, &streams[1].stream))
		return trial_broken(answer,
		    "saved where write takes a few bytes at a time, the state has %u bytes instead of %u",
		    streams[1].stream.size, streams[0].stream.size);
	const clap_istream_t reader = {&streams[0], read_few};
	if (!instance->state->load(instance->audio.plugin, &reader))
		return trial_broken(answer, "it refuses its state where read gives a few bytes at a time");
	if (!is_saved(instance, &streams[2], false) || !is_same(&streams[0].stream, &streams[2].stream))
		return trial_broken(answer, "restored where read gives a few bytes at a time, its state is another one");
	return PLUGIN_OK;
}

int32_t trial_short_streams(struct clap_instance *instance, const struct message *answer)
{
	if (!instance->state)
		return trial_idle(answer, "it has no state");
	struct short_stream streams[3] = {0};
	const int32_t status = compare_streams(instance, streams, answer);
	for (int i = 0; i < 3; i++)
		stream_clear(&streams[i].stream);
	return status;
}
