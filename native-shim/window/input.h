/* SPDX-License-Identifier: BSD-2-Clause */
/* User input in a floating container that no window inside it has handled. */
#ifndef MAOLAN_WINDOW_INPUT_H
#define MAOLAN_WINDOW_INPUT_H

#include "container.h"

/* The event mask for the events that the owner wants. */
long input_mask(const struct window_options *options);
/* Handle a KeyPress, KeyRelease or ButtonPress. The owner may close the container during the call. */
void input_handle(const struct window *window, const XEvent *event);

#endif
