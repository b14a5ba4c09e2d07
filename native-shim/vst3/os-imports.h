/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the VST3 library uses of the OS library (see os.h), which is loaded first and globally. The references are weak,
 * so that this library also loads without it: a test program then has no run loop.
 */
#ifndef MAOLAN_VST3_OS_IMPORTS_H
#define MAOLAN_VST3_OS_IMPORTS_H

#include "os.h"

#pragma weak notify_main
#pragma weak run_loop_add_fd
#pragma weak run_loop_add_timer
#pragma weak run_loop_remove
#pragma weak run_loop_dispatch

/* [any-thread] */
static inline void wake_main(void)
{
	if (notify_main)
		notify_main();
}

#endif
