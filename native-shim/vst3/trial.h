/* SPDX-License-Identifier: BSD-2-Clause */
/* What trial.c and trial-flush.c share: a plugin that is played without a block record. All [main-thread], which plays
 * the audio thread, too. */
#ifndef MAOLAN_VST3_TRIAL_H
#define MAOLAN_VST3_TRIAL_H

#include "instance.h"

#define TRIAL_FRAMES 256
#define TRIAL_MARK 12345.0f /* in outputs that were not written */

/* One of the trials. Statuses are those of plugin_try. */
typedef int32_t trial_run(struct vst3_instance *instance, const struct message *answer);

/* PLUGIN_ERROR and PLUGIN_NOT_SUPPORTED, with a sentence. */
#define trial_broken(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_ERROR)
#define trial_idle(answer, ...) (message_set(answer, __VA_ARGS__), PLUGIN_NOT_SUPPORTED)

/* Activate and start processing; false: it refuses. plugin_deactivate ends it. */
bool trial_start(struct vst3_instance *instance);
/* Memory for all channels, silent inputs and marked outputs; to be freed. NULL: none. */
float *trial_point_channels(struct vst3_audio *audio);
/* A block with what input_changes has, which is empty then. */
v3_result trial_process(struct vst3_audio *audio, int32_t frames, bool with_buses, bool with_context);

/* ---- trial-flush.c ---- */

trial_run trial_flush;

/* ---- trial-contexts.c ---- */

trial_run trial_contexts;

#endif
