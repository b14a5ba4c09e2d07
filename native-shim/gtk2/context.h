/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs GLib's main context, and with it all of GTK, from our run loop. All [main-thread]. */
#ifndef MAOLAN_GTK2_CONTEXT_H
#define MAOLAN_GTK2_CONTEXT_H

#include <stdbool.h>

/* Start serving the context, until context_stop. False: no memory, or no file descriptor left. */
bool context_start(void);
void context_stop(void);
/* Dispatch what is due, and update what to wait for next. Never waits. */
void context_serve(void);

#endif
