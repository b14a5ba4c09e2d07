/* SPDX-License-Identifier: BSD-2-Clause */
/* The display's scale factor. */
#ifndef MAOLAN_WINDOW_SCALE_H
#define MAOLAN_WINDOW_SCALE_H

/* Implements window_api.scale. */
double window_scale(void);

#endif
