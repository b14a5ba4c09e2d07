/* SPDX-License-Identifier: BSD-2-Clause */
/* Linux::IRunLoop: timers and file descriptors of the plugin, served by the OS library's run loop. */
#ifndef MAOLAN_VST3_RUN_LOOP_H
#define MAOLAN_VST3_RUN_LOOP_H

#include "facet.h"

struct run_loop_entry;

/* All zero: nothing registered. */
struct run_loop {
	struct run_loop_entry *first;
};

extern const struct v3_run_loop run_loop_table; /* for a facet */

/* [main-thread] Remove what the plugin has registered through a host object and not unregistered; NULL: through any. */
void run_loop_clear(struct run_loop *loop, const struct facets *through);

#endif
