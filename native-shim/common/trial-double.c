/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays blocks of doubles, apart and in place. */
#include "trial-double.h"

#include <stdlib.h>
#include <string.h>

#define BLOCKS 8u
#define BLOCK_BYTES (TRIAL_FRAMES * sizeof(double))
#define SAME 1e-6 /* as for samples of 32 bits: vectors of another alignment add in another order */

static double *plane_of(const struct channel *channel)
{
	return (double *)(void *)*channel->slot;
}

/* Like channel_map_point_apart: silent inputs, marked outputs. */
static float *point_apart(const struct trial_double *trial)
{
	float *planes = channel_map_point_apart(trial->inputs, trial->outputs, 2 * TRIAL_FRAMES, 0);
	for (uint32_t i = 0; planes && i < trial->outputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++)
			plane_of(&trial->outputs->channels[i])[frame] = (double)TRIAL_MARK;
	return planes;
}

/* The first output that is not finite or not written, or -1. */
static int32_t wrong_output(const struct channel_map *outputs)
{
	for (uint32_t i = 0; i < outputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++) {
			const double sample = plane_of(&outputs->channels[i])[frame];
			if (!isfinite(sample) || sample == (double)TRIAL_MARK)
				return (int32_t)i;
		}
	return -1;
}

static int32_t play_block(const struct trial_double *trial, const struct message *answer)
{
	float *planes = point_apart(trial);
	if (!planes)
		return PLUGIN_ERROR;
	const bool done = trial->process(trial->instance);
	const int32_t wrong = wrong_output(trial->outputs);
	free(planes);
	if (!done)
		return trial_broken(answer, "process fails with samples of 64 bits, which it says that it takes");
	return wrong < 0
	           ? PLUGIN_OK
	           : trial_broken(answer, "with samples of 64 bits, output %d is NaN, infinite or not written", wrong + 1);
}

int32_t trial_double_play(const struct trial_double *trial, const struct message *answer)
{
	if (!trial->start(trial->instance))
		return trial_broken(answer, "it cannot be activated for samples of 64 bits, which it says that it takes");
	int32_t status = PLUGIN_OK;
	for (uint32_t i = 0; i < BLOCKS && status == PLUGIN_OK; i++)
		status = play_block(trial, answer);
	trial->stop(trial->instance);
	return status;
}

/* ---- in place ---- */

static void share(const struct channel_map *inputs, const struct channel_map *outputs)
{
	for (uint32_t i = 0; i < inputs->count && i < outputs->count; i++) {
		const struct channel *input = &inputs->channels[i], *output = &outputs->channels[i];
		if (input->port == output->port && input->number == output->number)
			*input->slot = *output->slot;
	}
}

static void fill_with_noise(const struct channel_map *inputs, uint32_t *random)
{
	for (uint32_t i = 0; i < inputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++) {
			*random = *random * 1664525u + 1013904223u;
			plane_of(&inputs->channels[i])[frame] = (double)(*random >> 8) / (double)(1u << 25);
		}
}

/* Blocks of noise, the same each time; sound: of all outputs. false: it cannot be played. */
static bool play_noise(const struct trial_double *trial, bool in_place, double *sound)
{
	uint32_t random = 1;
	bool done = trial->start(trial->instance);
	if (!done)
		return false;
	for (uint32_t block = 0; block < BLOCKS && done; block++) {
		float *planes = point_apart(trial);
		if (planes && in_place)
			share(trial->inputs, trial->outputs);
		if (planes)
			fill_with_noise(trial->inputs, &random);
		done = planes && trial->process(trial->instance);
		for (uint32_t i = 0; done && i < trial->outputs->count; i++, sound += TRIAL_FRAMES)
			memcpy(sound, plane_of(&trial->outputs->channels[i]), BLOCK_BYTES);
		free(planes);
	}
	trial->stop(trial->instance);
	return done;
}

/* The first sample that differs, or count. */
static size_t difference(const double *a, const double *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!(fabs(a[i] - b[i]) <= SAME))
			return i;
	return count;
}

static int32_t compare(
    const struct trial_double *trial, double *apart, double *other, size_t count, const struct message *answer)
{
	if (!play_noise(trial, false, apart) || !play_noise(trial, false, other))
		return trial_idle(answer, "it cannot be played, which other tests find");
	if (difference(apart, other, count) < count)
		return trial_idle(answer, "it does not sound the same each time");
	if (!play_noise(trial, true, other))
		return trial_broken(answer, "process fails with samples of 64 bits in place");
	const size_t at = difference(apart, other, count);
	if (at == count)
		return PLUGIN_OK;
	const size_t output = at / TRIAL_FRAMES % trial->outputs->count;
	return trial_broken(
	    answer, "with samples of 64 bits in place, output %zu differs: %g and %g", output + 1, apart[at], other[at]);
}

int32_t trial_double_share(const struct trial_double *trial, const struct message *answer)
{
	const size_t count = (size_t)BLOCKS * TRIAL_FRAMES * trial->outputs->count;
	if (trial->inputs->count == 0 || trial->outputs->count == 0)
		return trial_idle(answer, "it has no inputs or no outputs");
	double *sounds = calloc(2 * count, sizeof(*sounds));
	if (!sounds)
		return PLUGIN_ERROR;
	const int32_t status = compare(trial, sounds, sounds + count, count, answer);
	free(sounds);
	return status;
}
