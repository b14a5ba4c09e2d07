/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls of the thread that runs process. [audio-thread] */
#ifndef MAOLAN_PROBE_SYSTEM_CALLS_H
#define MAOLAN_PROBE_SYSTEM_CALLS_H

#include <stdbool.h>

/* If the tester wants it and the kernel can. */
void system_calls_begin(void);
/* From now on, or no more, until the first one: that is noted and done. */
void system_calls_watch(bool on);

#endif
