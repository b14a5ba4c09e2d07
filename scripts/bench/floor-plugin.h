/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the real plugin inside the floor, through the same library as in the host (native-shim/include/plugin.h), so
 * that a comparison with a plugin that does real work only measures the hosts.
 */
#ifndef FLOOR_PLUGIN_H
#define FLOOR_PLUGIN_H

#include <stdbool.h>

#include "wire.h"

/* The command line's arguments about the plugin. */
struct floor_plugin_options {
	const char *libraries; /* folder of libmaolan-os.so and libmaolan-<format>.so */
	const char *format;
	const char *spec;
	const char *instance_id;
	const char *sample_rate;
	const char *frames_max;
	const char *input_channels;
	const char *output_channels;
};

/* Load, bind and activate it. On failure prints one sentence and returns false. */
bool floor_plugin_open(const struct floor_plugin_options *options);
/* Run one block: copy the segment's input, run the plugin, copy its outputs to the segment. */
void floor_plugin_process(unsigned char *segment, const struct wire_layout *layout);
void floor_plugin_close(void);

#endif
