/* SPDX-License-Identifier: BSD-2-Clause */
/* clap.timer-support and clap.posix-fd-support: timers and file descriptors of the plugin, served by the OS library's
 * run loop. */
#ifndef MAOLAN_CLAP_RUN_LOOP_H
#define MAOLAN_CLAP_RUN_LOOP_H

#include "api.h"

struct run_loop_entry;

/* All zero: nothing registered. */
struct run_loop {
	struct run_loop_entry *first;
	/* The plugin's extensions, or NULL. */
	const clap_plugin_timer_support_t *timer_support;
	const struct clap_plugin_posix_fd_support *fd_support;
};

extern const clap_host_timer_support_t host_timer_support;
extern const struct clap_host_posix_fd_support host_posix_fd_support;

/* [main-thread] Remove what the plugin has not unregistered. */
void run_loop_clear(struct run_loop *loop);

#endif
