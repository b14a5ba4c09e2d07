/* SPDX-License-Identifier: BSD-2-Clause */
/* Dispatches the connection's events. Main thread. */
#ifndef MAOLAN_WINDOW_DISPATCH_H
#define MAOLAN_WINDOW_DISPATCH_H

#include <X11/Xlib.h>

/* Dispatch an event to its container. */
void dispatch_event(const XEvent *event);
/* The connection is gone, and all windows with it: notify their owners. */
void dispatch_server_lost(void);

#endif
