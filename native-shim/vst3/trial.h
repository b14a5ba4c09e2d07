/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by trial.c and trial-*.c: running a plugin without a block record. All [main-thread], which also acts as
   the audio thread. */
#ifndef MAOLAN_VST3_TRIAL_H
#define MAOLAN_VST3_TRIAL_H

#include "instance.h"
#include "trial-common.h"

/* One trial. Status as in plugin_try. */
typedef int32_t trial_run(struct vst3_instance *instance, const struct message *answer);

/* Activate and start processing; false if it refuses. plugin_deactivate ends it. */
bool trial_start(struct vst3_instance *instance);
/* Allocate all channels, with silent inputs and marked outputs; to be freed. NULL: no memory. */
float *trial_point_channels(struct vst3_audio *audio);
/* Process a block with the contents of input_changes, which are then cleared. */
v3_result trial_process(struct vst3_audio *audio, int32_t frames, bool with_buses, bool with_context);

/* Activate, play eight blocks of silence and deactivate. when: for the sentence. */
int32_t trial_play(struct vst3_instance *instance, bool with_context, const char *when, const struct message *answer);

/* ---- trial-order.c ---- */

trial_run trial_order;

/* ---- trial-double.c ---- */

trial_run trial_double, trial_double_in_place;

/* ---- trial-layouts.c ---- */

trial_run trial_layouts, trial_inactive_buses;

/* ---- trial-flush.c ---- */

trial_run trial_flush, trial_wild_values;

/* ---- trial-contexts.c ---- */

trial_run trial_contexts;

#endif
