/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * X errors. The handler of this process is one for all connections, those of plugins included: it never exits. It stays
 * when the last window closes, because plugins keep connections, and what was there before may belong to a library that
 * is gone.
 */
#ifndef MAOLAN_WINDOW_ERRORS_H
#define MAOLAN_WINDOW_ERRORS_H

#include <X11/Xlib.h>
#include <stdbool.h>

/* Put the handlers (back) in: plugins' toolkits install their own, some of which exit. */
void errors_install(void);
/* display is the connection of our own windows: the end of its server sets *broken, no more. Until errors_forget. */
void errors_survive_server(Display *display, bool *broken);
void errors_forget(void);

/* Errors of our requests between the two go to the caller: the code of the first, or 0. */
void errors_trap(void);
int errors_untrap(void);

#endif
