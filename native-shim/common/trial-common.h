/* SPDX-License-Identifier: BSD-2-Clause */
/* What the trials of all formats share (plugin_try): they run a plugin without a block record. */
#ifndef MAOLAN_TRIAL_COMMON_H
#define MAOLAN_TRIAL_COMMON_H

#include "message.h"
#include "plugin.h"

#define TRIAL_FRAMES 256u
#define TRIAL_MARK 12345.0f /* in outputs that were not written */

/* Return PLUGIN_ERROR and PLUGIN_NOT_SUPPORTED with a sentence. */
#define trial_broken(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_ERROR)
#define trial_idle(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_NOT_SUPPORTED)

#endif
