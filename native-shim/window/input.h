/* SPDX-License-Identifier: BSD-2-Clause */
/* What the user does with a floating container that nothing in it has taken. */
#ifndef MAOLAN_WINDOW_INPUT_H
#define MAOLAN_WINDOW_INPUT_H

#include "container.h"

/* The events that its owner wants to hear of. */
long input_mask(const struct window_options *options);
/* KeyPress, KeyRelease or ButtonPress. The owner may close the container inside. */
void input_handle(const struct window *window, const XEvent *event);

#endif
