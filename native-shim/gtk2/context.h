/* SPDX-License-Identifier: BSD-2-Clause */
/* GLib's main context, in which all of GTK runs, served by our run loop. All [main-thread]. */
#ifndef MAOLAN_GTK2_CONTEXT_H
#define MAOLAN_GTK2_CONTEXT_H

#include <stdbool.h>

/* Serve it from now on, until context_stop. False: no memory, or no file descriptor left. */
bool context_start(void);
void context_stop(void);
/* Dispatch what is due, and find out what to wait for next. Never waits. */
void context_serve(void);

#endif
