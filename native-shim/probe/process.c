/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wraps plugin->process: checks guard frames around each plane, written and unwritten planes, time, sleeping and
 * changed settings. [audio-thread], except probe_before_bind and probe_watch.
 */
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "environment.h"
#include "record.h"
#include "system-calls.h"

/* A signalling NaN that no computation produces. */
#define MARK 0x7fa5a5a5u
/* Frames before the first output plane that are looked at; before the others is the end of another one. */
#define GUARD_FRAMES (BLOCK_PLANE_FRAMES - BLOCK_FRAMES_MAX)
#define FLOAT_EXPONENT 0x7f800000u
#define FLOAT_MANTISSA 0x007fffffu

static struct {
	int32_t (*process)(struct plugin *plugin);
	uint8_t *base;
	struct block *block;
	uint32_t outputs_at[BLOCK_CHANNELS_MAX]; /* the DAW's output planes; the block record may use those of the inputs
	                                            instead */
	uint64_t hashes[BLOCK_CHANNELS_MAX];
	uint32_t before[GUARD_FRAMES]; /* what was in front of the first output plane */
	bool in_place;
} watched;

static uint32_t *plane_at(uint32_t at)
{
	return (uint32_t *)(watched.base + at);
}

static uint32_t *output_plane(uint32_t channel)
{
	return plane_at(watched.block->outputs_at[channel]);
}

static uint32_t output_count(void)
{
	return watched.block->output_channels <= BLOCK_CHANNELS_MAX ? watched.block->output_channels : 0;
}

static uint32_t input_count(void)
{
	return watched.block->input_channels <= BLOCK_CHANNELS_MAX ? watched.block->input_channels : 0;
}

/* Of a whole plane: what is behind its frames is not the plugin's, either. */
static uint64_t hash_of(const uint32_t *plane)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (uint32_t i = 0; i < BLOCK_PLANE_FRAMES; i++)
		hash = (hash ^ plane[i]) * 0x100000001b3u;
	return hash;
}

/* The frames in front of the first output plane, if they are those of an input plane; else NULL. */
static const uint32_t *front(void)
{
	const uint32_t at = watched.block->outputs_at[0];
	for (uint32_t i = 0; !watched.in_place && output_count() > 0 && i < BLOCK_CHANNELS_MAX; i++)
		if (at == watched.block->inputs_at[i] + BLOCK_PLANE_FRAMES * sizeof(float))
			return plane_at(at) - GUARD_FRAMES;
	return NULL;
}

static void mark(uint32_t *plane, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		plane[i] = MARK;
}

static void prepare(uint32_t frames)
{
	for (uint32_t i = 0; i < output_count(); i++) {
		const bool shared = watched.in_place && i < input_count();
		mark(output_plane(i), shared ? frames : 0, BLOCK_PLANE_FRAMES);
	}
	for (uint32_t i = 0; !watched.in_place && i < input_count(); i++)
		watched.hashes[i] = hash_of(plane_at(watched.block->inputs_at[i]));
	if (front() != NULL)
		memcpy(watched.before, front(), sizeof watched.before);
}

static void note_channel(enum probe_word count, enum probe_word which, uint32_t channel)
{
	if (record_get(count) == 0)
		record_set(which, channel);
	record_add(count, 1);
}

/* Findings that are reported once per block, whatever the channel. */
struct found {
	bool overrun, unwritten, denormal, not_finite, input;
};

/* By their bits: the host's mode makes comparisons take a denormal number for zero. */
static bool is_denormal(uint32_t bits)
{
	return (bits & FLOAT_EXPONENT) == 0 && (bits & FLOAT_MANTISSA) != 0;
}

static bool is_not_finite(uint32_t bits)
{
	return (bits & FLOAT_EXPONENT) == FLOAT_EXPONENT;
}

static void check_output(uint32_t channel, uint32_t frames, struct found *found)
{
	uint32_t *plane = output_plane(channel);
	for (uint32_t i = frames; i < BLOCK_PLANE_FRAMES && !found->overrun; i++)
		if (plane[i] != MARK) {
			note_channel(PROBE_OVERRUNS, PROBE_OVERRUN_CHANNEL, channel);
			found->overrun = true;
		}
	for (uint32_t i = 0; i < frames; i++) {
		if (plane[i] == MARK) {
			if (!found->unwritten)
				note_channel(PROBE_UNWRITTEN, PROBE_UNWRITTEN_CHANNEL, channel);
			found->unwritten = true;
			plane[i] = 0;
			continue;
		}
		found->denormal |= is_denormal(plane[i]);
		found->not_finite |= is_not_finite(plane[i]);
	}
	if (plane != plane_at(watched.outputs_at[channel]))
		memcpy(plane_at(watched.outputs_at[channel]), plane, frames * sizeof(float));
}

static void check(uint32_t frames)
{
	struct found found = {0};
	found.overrun = front() != NULL && memcmp(watched.before, front(), sizeof watched.before) != 0;
	if (found.overrun)
		note_channel(PROBE_OVERRUNS, PROBE_OVERRUN_CHANNEL, 0);
	for (uint32_t i = 0; i < output_count(); i++)
		check_output(i, frames, &found);
	for (uint32_t i = 0; !watched.in_place && i < input_count(); i++)
		if (!found.input && watched.hashes[i] != hash_of(plane_at(watched.block->inputs_at[i]))) {
			note_channel(PROBE_INPUT_WRITES, PROBE_INPUT_CHANNEL, i);
			found.input = true;
		}
	record_add(PROBE_DENORMALS, found.denormal);
	record_add(PROBE_NOT_FINITE, found.not_finite);
}

static uint64_t cpu_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static int32_t call(struct plugin *plugin)
{
	struct rusage before, after;
	static struct owned owned; /* there is only one audio thread */
	memset(&owned, 0, sizeof owned);
	environment_note(&owned);
	getrusage(RUSAGE_THREAD, &before);
	const uint64_t start = cpu_us();
	record_set(PROBE_PROCESSING, 1);
	inside = 1;
	system_calls_watch(true);
	const int32_t status = watched.process(plugin);
	system_calls_watch(false);
	inside = 0;
	record_set(PROBE_PROCESSING, 0);
	const uint32_t us = (uint32_t)(cpu_us() - start);
	getrusage(RUSAGE_THREAD, &after);
	record_add(PROBE_SLEEPS, (uint32_t)(after.ru_nvcsw - before.ru_nvcsw));
	record_add(PROBE_FAULTS, (uint32_t)(after.ru_minflt + after.ru_majflt - before.ru_minflt - before.ru_majflt));
	record_add(PROBE_CPU_US, us);
	if (us > record_get(PROBE_CPU_US_MAX))
		record_set(PROBE_CPU_US_MAX, us);
	record_set(PROBE_CHANGED_AUDIO, record_get(PROBE_CHANGED_AUDIO) | environment_changed(&owned));
	return status;
}

static int32_t process(struct plugin *plugin)
{
	const uint32_t frames = watched.block->frames;
	const bool has_sound = frames > 0 && frames <= BLOCK_FRAMES_MAX;
	if (record_get(PROBE_AUDIO_THREAD) == 0) {
		record_set(PROBE_AUDIO_THREAD, (uint32_t)syscall(SYS_gettid));
		system_calls_begin();
	}
	if (has_sound)
		prepare(frames);
	const int32_t status = call(plugin);
	record_set(PROBE_FALSE_CLAIMS, plugin->false_claims);
	if (status != PLUGIN_OK)
		record_add(PROBE_REFUSED, 1);
	else if (has_sound)
		check(frames);
	record_add(PROBE_BLOCKS, 1);
	return status;
}

void probe_before_bind(struct block *block)
{
	memcpy(watched.outputs_at, block->outputs_at, sizeof watched.outputs_at);
	watched.in_place = record != NULL && (record_get(PROBE_OPTIONS) & PROBE_OPTION_IN_PLACE) != 0;
	if (watched.in_place)
		memcpy(block->outputs_at, block->inputs_at, sizeof watched.outputs_at);
}

void probe_watch(struct plugin *plugin, void *base, struct block *block)
{
	if (record == NULL)
		return;
	watched.base = base;
	watched.block = block;
	watched.process = plugin->process;
	plugin->process = process;
	plugin->keeps_outputs = 1;
}
