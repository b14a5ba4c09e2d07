/* SPDX-License-Identifier: BSD-2-Clause */
/* The signals by which a fault of a thread's own code ends the process. */
#ifndef MAOLAN_OS_SIGNALS_H
#define MAOLAN_OS_SIGNALS_H

#define FAULT_SIGNALS 7
extern const int fault_signals[FAULT_SIGNALS];

#endif
