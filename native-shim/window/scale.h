/* SPDX-License-Identifier: BSD-2-Clause */
/* The scale factor of the display. */
#ifndef MAOLAN_WINDOW_SCALE_H
#define MAOLAN_WINDOW_SCALE_H

/* window_api.scale */
double window_scale(void);

#endif
