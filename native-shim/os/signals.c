/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of signals by which a fault ends a process. */
#include "signals.h"

#include <signal.h>

const int fault_signals[FAULT_SIGNALS] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
