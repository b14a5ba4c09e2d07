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

/* Return PLUGIN_ERROR and PLUGIN_NOT_SUPPORTED with a sentence. */
#define trial_broken(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_ERROR)
#define trial_idle(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_NOT_SUPPORTED)

#endif
