/* SPDX-License-Identifier: BSD-2-Clause */
/* Observes system calls of the thread that runs process. [audio-thread] */
#ifndef MAOLAN_PROBE_SYSTEM_CALLS_H
#define MAOLAN_PROBE_SYSTEM_CALLS_H

#include <stdbool.h>

/* Set up the observation if the tester requests it and the kernel supports it. */
void system_calls_begin(void);
/* Turn it on or off. It turns itself off after the first call, which is recorded and executed. */
void system_calls_watch(bool on);

#endif
