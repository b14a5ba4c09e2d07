/* SPDX-License-Identifier: BSD-2-Clause */
/* The signals that a thread's own fault raises and that end the process. */
#include "signals.h"

#include <signal.h>

const int fault_signals[FAULT_SIGNALS] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
