/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * X error handling. The process has one handler for all connections, including those of plugins; it never exits. It
 * stays installed when the last window closes, because plugins keep their connections, and the previous handler may
 * belong to a library that has been unloaded.
 */
#ifndef MAOLAN_WINDOW_ERRORS_H
#define MAOLAN_WINDOW_ERRORS_H

#include <X11/Xlib.h>
#include <stdbool.h>

/* Install the handlers (again): toolkits used by plugins install their own, some of which exit. */
void errors_install(void);
/* display is the connection of our own windows. When its server ends, only *broken is set. Valid until errors_forget.
 */
void errors_survive_server(Display *display, bool *broken);
void errors_forget(void);

/* Between the two calls, errors of our requests are collected. errors_untrap returns the first error code, or 0. */
void errors_trap(void);
int errors_untrap(void);

#endif
