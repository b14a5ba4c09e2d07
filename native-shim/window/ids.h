/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Avoids reusing window ids.
 *
 * The X server gives a new connection the ids of the last one that ended. A slow window manager then mistakes our new
 * window for the old one and moves it into a new frame, out of the DAW's window in which it is embedded.
 */
#ifndef MAOLAN_WINDOW_IDS_H
#define MAOLAN_WINDOW_IDS_H

#include <X11/Xlib.h>

/* Call this for a newly opened connection. */
void ids_begin_elsewhere(Display *display);

#endif
