/* SPDX-License-Identifier: BSD-2-Clause */
/* What the trials of CLAP and VST3 with samples of 64 bits share (plugin_try). The channels' pointers are to doubles.
 */
#ifndef MAOLAN_COMMON_TRIAL_DOUBLE_H
#define MAOLAN_COMMON_TRIAL_DOUBLE_H

#include "trial-common.h"

/* A plugin that is ready to be activated for them. */
struct trial_double {
	const struct channel_map *inputs, *outputs;
	void *instance;
	bool (*start)(void *instance); /* activate; false: it refuses */
	void (*stop)(void *instance);
	bool (*process)(void *instance); /* TRIAL_FRAMES; false: it fails */
};

/* Status as in plugin_try. */
typedef int32_t trial_double_run(const struct trial_double *trial, const struct message *answer);

/* All outputs are finite, and written. */
trial_double_run trial_double_play;
/* It sounds the same when inputs and outputs of the same bus or port share their memory. */
trial_double_run trial_double_share;

#endif
