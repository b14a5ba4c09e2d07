/*
 * X errors. The handler of this process is one for all connections, those of plugins included: it never exits. It stays
 * when the last window closes, because plugins keep connections, and what was there before may belong to a library that
 * is gone.
 */
#ifndef MAOLAN_WINDOW_ERRORS_H
#define MAOLAN_WINDOW_ERRORS_H

#include <X11/Xlib.h>

/* Put the handlers (back) in: plugins' toolkits install their own, some of which exit. */
void errors_install(void);
/* The end of display's server sets connection.broken, no more. */
void errors_survive_server(Display *display);

/* Errors of our requests between the two go to the caller: the code of the first, or 0. */
void errors_trap(void);
int errors_untrap(void);

#endif
