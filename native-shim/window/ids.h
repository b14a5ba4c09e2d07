/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Window ids that are not those of windows just gone.
 *
 * The server gives a new connection the ids of the last one that ended. A window manager that lags takes our new window
 * for the old one then, and puts it in a new frame: out of the DAW's window in which it was to be.
 */
#ifndef MAOLAN_WINDOW_IDS_H
#define MAOLAN_WINDOW_IDS_H

#include <X11/Xlib.h>

/* Of a connection that was just opened. */
void ids_begin_elsewhere(Display *display);

#endif
