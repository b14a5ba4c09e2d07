/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plugin inside the floor: the real one, through the same library as in the host (native-shim/include/plugin.h), so
 * that a comparison for a plugin with its own work is about the hosts alone.
 */
#ifndef FLOOR_PLUGIN_H
#define FLOOR_PLUGIN_H

#include <stdbool.h>

#include "wire.h"

/* What the command line says of the plugin. */
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
/* One block: what the segment announces in, the plugin, its outputs back into the segment. */
void floor_plugin_process(unsigned char *segment, const struct wire_layout *layout);
void floor_plugin_close(void);

#endif
