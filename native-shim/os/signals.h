/* SPDX-License-Identifier: BSD-2-Clause */
/* The signals that a thread's own fault raises and that end the process. */
#ifndef MAOLAN_OS_SIGNALS_H
#define MAOLAN_OS_SIGNALS_H

#define FAULT_SIGNALS 7
extern const int fault_signals[FAULT_SIGNALS];

#endif
