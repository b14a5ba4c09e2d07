/* SPDX-License-Identifier: BSD-2-Clause */
/* The process's X error handlers, which log and never exit. */
#include "errors.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

/* [any-thread] Log an X error, unless there were many (os/x11-guard.c). */
void x11_guard_log(const XErrorEvent *error);

/* The connection of our own windows. */
static struct {
	Display *display; /* NULL: not connected */
	bool *broken;
} own;

static struct {
	bool set;
	unsigned long first; /* serial of the first request */
	int error;
} trap;

/* Our requests are about windows that others may destroy at any time, so their failure is ignored. */
static bool is_expected(const XErrorEvent *error)
{
	return error->display == own.display &&
	       (error->error_code == BadWindow || error->error_code == BadDrawable || error->error_code == BadMatch);
}

/* [any-thread that uses an X connection] */
static int handle_error(Display *display, XErrorEvent *error)
{
	if (display == own.display && trap.set && error->serial >= trap.first) {
		if (!trap.error)
			trap.error = error->error_code;
	} else if (!is_expected(error)) {
		x11_guard_log(error);
	}
	return 0;
}

static int handle_io_error(Display *display)
{
	(void)display;
	return 0; /* the connection's own exit handler does the rest */
}

void errors_install(void)
{
	XSetErrorHandler(handle_error);
	XSetIOErrorHandler(handle_io_error);
}

static void break_connection(Display *display, void *unused)
{
	(void)unused;
	if (display == own.display)
		*own.broken = true;
}

void errors_survive_server(Display *display, bool *broken)
{
	own.display = display;
	own.broken = broken;
	/* Looked up by name: libX11 before 1.7 does not have it, and exits. */
	void (*set)(Display *, void (*)(Display *, void *), void *) = NULL;
	*(void **)&set = dlsym(RTLD_DEFAULT, "XSetIOErrorExitHandler");
	if (set)
		set(display, break_connection, NULL);
}

void errors_forget(void)
{
	own.display = NULL;
}

void errors_trap(void)
{
	errors_install();
	trap.set = true;
	trap.first = NextRequest(own.display);
	trap.error = 0;
}

int errors_untrap(void)
{
	XSync(own.display, False);
	trap.set = false;
	return trap.error;
}
