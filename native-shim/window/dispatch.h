/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the connection's events go. Main thread. */
#ifndef MAOLAN_WINDOW_DISPATCH_H
#define MAOLAN_WINDOW_DISPATCH_H

#include <X11/Xlib.h>

/* Hand an event to the container that it is about. */
void dispatch_event(const XEvent *event);
/* The connection is gone, and with it all windows: tell their owners. */
void dispatch_server_lost(void);

#endif
