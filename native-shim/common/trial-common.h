/* SPDX-License-Identifier: BSD-2-Clause */
/* What the trials of all formats share (plugin_try): they run a plugin without a block record. */
#ifndef MAOLAN_TRIAL_COMMON_H
#define MAOLAN_TRIAL_COMMON_H

#include <math.h>
#include <stdint.h>

#include "channel-map.h"
#include "message.h"
#include "plugin.h"

#define TRIAL_FRAMES 256u
#define TRIAL_MARK 12345.0f /* in outputs that were not written */

/* Values that no host may send, as parts of a parameter's range. */
static const double trial_wild_parts[] = {-1, 2, -1e9, 1e9, INFINITY, -INFINITY, NAN};
#define TRIAL_WILD_PARTS (sizeof(trial_wild_parts) / sizeof(*trial_wild_parts))
/* Blocks with ordinary values afterwards. */
#define TRIAL_TAME_BLOCKS 8
#define TRIAL_WILD_SENTENCE                                                                                            \
	"the output is NaN or infinite, or process fails, although all values are ordinary again after some that were not"

/* ---- samples of 64 bits: the channels' pointers are to doubles ---- */

#define TRIAL_DOUBLE_SENTENCE "with samples of 64 bits, output %d is no number, or is not written"

/* Like channel_map_point_apart: silent inputs, marked outputs. */
static inline float *trial_point_double(const struct channel_map *inputs, const struct channel_map *outputs)
{
	float *planes = channel_map_point_apart(inputs, outputs, 2 * TRIAL_FRAMES, 0);
	for (uint32_t i = 0; planes && i < outputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++)
			((double *)(void *)*outputs->channels[i].slot)[frame] = (double)TRIAL_MARK;
	return planes;
}

/* The first output that is not finite or not written, or -1. */
static inline int32_t trial_wrong_double(const struct channel_map *outputs)
{
	for (uint32_t i = 0; i < outputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++) {
			const double sample = ((const double *)(const void *)*outputs->channels[i].slot)[frame];
			if (!isfinite(sample) || sample == (double)TRIAL_MARK)
				return (int32_t)i;
		}
	return -1;
}

/* Return PLUGIN_ERROR and PLUGIN_NOT_SUPPORTED with a sentence. */
#define trial_broken(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_ERROR)
#define trial_idle(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_NOT_SUPPORTED)

#endif
