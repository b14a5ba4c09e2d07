/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One block: the DAW's data is copied from the segment to the plugin's own buffers, and the plugin's output back.
 *
 * The plugin never works in the segment itself: the DAW may overwrite a plane after its timeout, and a plugin may write
 * to its inputs.
 */
#include <float.h>
#include <string.h>

#include "core.h"
#include "host.h"
#include "parameters.h"
#include "window.h"

static_assert(BLOCK_CHANNELS_MAX == PROTOCOL_CHANNELS_MAX, "any plane of the segment has a buffer");
static_assert(BLOCK_FRAMES_MAX == PROTOCOL_FRAMES_MAX, "any block of the segment fits a buffer");

struct block host_record;
static _Alignas(16) float inputs[BLOCK_CHANNELS_MAX][BLOCK_PLANE_FRAMES];
static _Alignas(16) float outputs[BLOCK_CHANNELS_MAX][BLOCK_PLANE_FRAMES];

/* The current block. Kept apart from the header, which may announce another block before this one is finished, and from
   the record, which the shim can write. */
static struct {
	uint32_t frames;          /* 0: none */
	uint32_t output_channels; /* number that the DAW reads */
} current;

static uint32_t
    reported_error; /* the last error code written here; other codes in the header belong to the main thread */

#define NO_INVALID_BLOCK_SIZE 1u
static uint32_t invalid_block_size = NO_INVALID_BLOCK_SIZE; /* for messages */

struct block *host_block(void)
{
	host_record.record_bytes = sizeof host_record;
	events_describe(&host_record);
	long_midi_describe(&host_record);
	parameters_describe(&host_record);
	for (uint32_t channel = 0; channel < BLOCK_CHANNELS_MAX; channel++) {
		host_record.inputs_at[channel] = memory_offset(inputs[channel]);
		host_record.outputs_at[channel] = memory_offset(outputs[channel]);
	}
	return &host_record;
}

static uint8_t *plane(uint32_t channel, enum protocol_direction direction)
{
	return window_bytes + protocol_plane(channel, direction);
}

/* In a fresh segment the transport is all zero: 0 beats per minute, time signature 0/0. All of these mean "unknown". */
static void receive_transport(void)
{
	struct protocol_transport from;
	memcpy(&from, window_bytes + window_layout->transport, sizeof from);
	int tempo_usable = from.tempo > 0 && from.tempo <= DBL_MAX;
	host_record.transport = (struct block_transport){
	    .playhead_sample = from.playhead_sample,
	    .tempo = tempo_usable ? from.tempo : 0,
	    .numerator = from.numerator,
	    .denominator = from.denominator,
	    .playing = from.flags & PROTOCOL_TRANSPORT_PLAYING,
	};
}

/* Fills every plane that the plugin reads: from the DAW, or with silence for channels that the DAW does not have. */
static void receive_audio(uint32_t frames, uint32_t daw_channels)
{
	uint32_t plugin_channels = minimum(host_record.input_channels, BLOCK_CHANNELS_MAX);
	for (uint32_t channel = 0; channel < plugin_channels; channel++) {
		if (channel < daw_channels)
			memcpy(inputs[channel], plane(channel, PROTOCOL_DAW_TO_HOST), frames * sizeof(float));
		else
			memset(inputs[channel], 0, frames * sizeof(float));
	}
}

uint32_t host_invalid_block_size(void)
{
	uint32_t size = invalid_block_size;
	invalid_block_size = NO_INVALID_BLOCK_SIZE;
	return size;
}

/* Frames of the block that the header announces, or 0 if the size is invalid. */
static uint32_t announced_frames(void)
{
	uint32_t frames = word_load(PROTOCOL_HEADER_BLOCK_SIZE);
	if (frames != 0 && frames <= BLOCK_FRAMES_MAX)
		return frames;
	invalid_block_size = frames;
	return 0;
}

int32_t block_begin(void)
{
	uint32_t frames = announced_frames();
	if (frames == 0)
		return 0;
	uint32_t input_channels = minimum(word_load(PROTOCOL_HEADER_NUM_INPUT_CHANNELS), BLOCK_CHANNELS_MAX);
	current.frames = frames;
	current.output_channels = minimum(word_load(PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS), BLOCK_CHANNELS_MAX);
	host_record.frames = frames;
	host_record.output_event_count = 0;
	host_record.output_data_bytes = 0;
	events_receive(frames);
	receive_transport();
	receive_audio(frames, input_channels);
	return 1;
}

/* Writes every plane that the DAW reads: a channel left out would still contain an old block. */
static void send_audio(uint32_t frames, uint32_t daw_channels, uint32_t plugin_channels)
{
	for (uint32_t channel = 0; channel < daw_channels; channel++) {
		if (channel < plugin_channels)
			memcpy(plane(channel, PROTOCOL_HOST_TO_DAW), outputs[channel], frames * sizeof(float));
		else
			memset(plane(channel, PROTOCOL_HOST_TO_DAW), 0, frames * sizeof(float));
	}
}

void block_bypass(void)
{
	uint32_t frames = announced_frames();
	uint32_t input_channels = minimum(word_load(PROTOCOL_HEADER_NUM_INPUT_CHANNELS), BLOCK_CHANNELS_MAX);
	uint32_t output_channels = minimum(word_load(PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS), BLOCK_CHANNELS_MAX);
	uint32_t passed = minimum(input_channels, output_channels);
	for (uint32_t channel = 0; channel < passed; channel++)
		memcpy(plane(channel, PROTOCOL_HOST_TO_DAW), plane(channel, PROTOCOL_DAW_TO_HOST), frames * sizeof(float));
	for (uint32_t channel = passed; channel < output_channels; channel++)
		memset(plane(channel, PROTOCOL_HOST_TO_DAW), 0, frames * sizeof(float));
	word_increment(PROTOCOL_HEADER_HEARTBEAT);
}

int32_t host_flush(void)
{
	if (!jobs_plugin_may_run())
		return HOST_NOTHING;
	host_record.frames = 0;
	host_record.event_count = 0;
	host_record.output_event_count = 0;
	host_record.output_data_bytes = 0;
	return HOST_BLOCK;
}

int32_t host_flush_begin(int32_t has_changes)
{
	if (!jobs_plugin_may_run_before_request())
		return HOST_NOTHING;
	host_record.frames = 0;
	host_record.output_event_count = 0;
	host_record.output_data_bytes = 0;
	parameters_receive(1);
	return host_record.event_count != 0 || has_changes ? HOST_BLOCK : HOST_NOTHING;
}

/* Sends the plugin's own changes and output. */
static void report_to_daw(uint32_t frames)
{
	if (host_record.output_event_count != 0)
		events_send(frames);
	echo_differences();
}

void host_flush_end(void)
{
	report_to_daw(0);
}

void block_forget(void)
{
	reported_error = PROTOCOL_ERROR_NONE;
	block_drop();
}

void block_drop(void)
{
	current.frames = 0;
}

static void report_error(int32_t status)
{
	uint32_t error = status != 0 ? PROTOCOL_ERROR_PROCESS_FAILED : PROTOCOL_ERROR_NONE;
	if (error == reported_error)
		return;
	reported_error = error;
	word_store(PROTOCOL_HEADER_ERROR_CODE, error);
}

void block_finish(int32_t status)
{
	if (current.frames == 0)
		return;
	report_error(status);
	uint32_t produced = status < 0 ? 0 : minimum(host_record.output_channels, BLOCK_CHANNELS_MAX);
	send_audio(current.frames, current.output_channels, produced);
	report_to_daw(current.frames);
	if (window_layout->latency_samples != 0)
		word_store(window_layout->latency_samples, host_record.latency_samples);
	word_increment(PROTOCOL_HEADER_HEARTBEAT);
	current.frames = 0;
}
