/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the window library imports from the OS library (os.h, recovery.h, os/x11-guard.c), which is loaded first and
 * with global symbols. The references are weak, so that this library can be loaded without it; it then opens no
 * windows.
 */
#ifndef MAOLAN_WINDOW_OS_IMPORTS_H
#define MAOLAN_WINDOW_OS_IMPORTS_H

#include <X11/Xlib.h>

#include "os.h"
#include "recovery.h"

/* [any-thread] Log an X error. Rate-limited. */
void x11_guard_log(const XErrorEvent *error);

#pragma weak x11_guard_log
#pragma weak log_line
#pragma weak run_loop_add_fd
#pragma weak run_loop_add_timer
#pragma weak run_loop_remove
#pragma weak run_loop_dispatch
#pragma weak recovery_note_window
#pragma weak recovery_window

#endif
