/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps libX11 from ending the process: by default it calls exit(1) on an X error and when the server dies.
 *
 * This library is loaded first and with global symbols, so what it exports under libX11's names takes precedence over
 * libX11's own definitions, both for plugins and for libX11 itself, which looks up its defaults by name. This covers
 * every connection, however it was opened. Where libX11 was linked with -Bsymbolic-functions and so does not look up
 * its own functions, XOpenDisplay installs the same handlers for the connections opened through it. This file does not
 * link to libX11; it looks it up only when a caller has already loaded it. libX11 must be 1.7 or later; older versions
 * exit when the server dies, whatever the handlers do.
 *
 * After the server has died, most libX11 calls fail cleanly, but two paths dereference a null pointer: reading an event
 * that cannot arrive, and filling the output buffer, which is no longer flushed. _XReadEvents and _XFlush close these.
 * XGetGeometry needs a replacement too: a failed call leaves its results unset, and callers (above all Mesa's software
 * renderer, which fills an image of that size) use them anyway.
 */
#include "os.h"

#include <X11/Xlibint.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINES_MAX 16
/* libX11's request buffer has at least this size, whatever XLIBBUFFERSIZE says. */
#define BUFFER_BYTES_MIN 2048

/* libX11's headers declare some of these noreturn. Ours return, so they need other names in C. */
OS_API int guard_error(Display *display, XErrorEvent *error) __asm__("_XDefaultError");
OS_API int guard_io_error(Display *display) __asm__("_XDefaultIOError");
OS_API void guard_survive(Display *display, void *unused) __asm__("_XDefaultIOErrorExit");
OS_API void _XFlush(Display *display);
OS_API void _XReadEvents(Display *display);
OS_API Display *XOpenDisplay(const char *name);
OS_API XIOErrorHandler XSetIOErrorHandler(XIOErrorHandler handler);
OS_API Status XGetGeometry(Display *display, Drawable drawable, Window *root, int *x, int *y, unsigned int *width,
    unsigned int *height, unsigned int *border_width, unsigned int *depth);
OS_API void x11_guard_log(const XErrorEvent *error);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct {
	Display *(*open_display)(const char *);
	XErrorHandler (*set_error_handler)(XErrorHandler);
	XIOErrorHandler (*set_io_error_handler)(XIOErrorHandler);
	void (*set_io_error_exit_handler)(Display *, XIOErrorExitHandler, void *);
	void (*flush)(Display *);
	void (*read_events)(Display *);
	void (*enqueue)(Display *, xEvent *);
	void (*unlock_display)(Display *);
	Status (*get_geometry)(
	    Display *, Drawable, Window *, int *, int *, unsigned int *, unsigned int *, unsigned int *, unsigned int *);
	XErrorHandler default_error;
} x11; /* libX11's own definition; NULL: it has none */

static atomic_uint lines;
static atomic_flag end_reported = ATOMIC_FLAG_INIT;

static void look_up(void)
{
	void *library = dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return;
	*(void **)&x11.open_display = dlsym(library, "XOpenDisplay");
	*(void **)&x11.set_error_handler = dlsym(library, "XSetErrorHandler");
	*(void **)&x11.set_io_error_handler = dlsym(library, "XSetIOErrorHandler");
	*(void **)&x11.set_io_error_exit_handler = dlsym(library, "XSetIOErrorExitHandler");
	*(void **)&x11.flush = dlsym(library, "_XFlush");
	*(void **)&x11.read_events = dlsym(library, "_XReadEvents");
	*(void **)&x11.enqueue = dlsym(library, "_XEnq");
	*(void **)&x11.unlock_display = dlsym(library, "XUnlockDisplay");
	*(void **)&x11.get_geometry = dlsym(library, "XGetGeometry");
	*(void **)&x11.default_error = dlsym(library, "_XDefaultError");
}

void x11_guard_log(const XErrorEvent *error)
{
	static const char *const names[] = {"Success", "BadRequest", "BadValue", "BadWindow", "BadPixmap", "BadAtom",
	    "BadCursor", "BadFont", "BadMatch", "BadDrawable", "BadAccess", "BadAlloc", "BadColor", "BadGC", "BadIDChoice",
	    "BadName", "BadLength", "BadImplementation"};
	const unsigned int line = atomic_fetch_add(&lines, 1);
	if (line >= LINES_MAX)
		return;
	char text[200];
	const char *name = error->error_code < sizeof(names) / sizeof(names[0]) ? names[error->error_code] : "error";
	snprintf(text, sizeof(text), "X11: %s (%u) for request %u.%u on 0x%lx, ignored%s", name, error->error_code,
	    error->request_code, error->minor_code, error->resourceid,
	    line == LINES_MAX - 1 ? "; further errors are not reported" : "");
	log_line(text);
}

int guard_error(Display *display, XErrorEvent *error)
{
	(void)display;
	x11_guard_log(error);
	return 0;
}

/* guard_survive does the work, once per connection, after this handler. */
int guard_io_error(Display *display)
{
	(void)display;
	return 0;
}

/* Called once for each connection that has died, without its lock held. */
void guard_survive(Display *display, void *unused)
{
	(void)unused;
	if (!atomic_flag_test_and_set(&end_reported))
		log_line("X11: the server ended a plugin's connection; its windows are gone");
	pthread_once(&once, look_up);
	if (x11.unlock_display)
		x11.unlock_display(display); /* libX11 locked it for a thread that it expects to end here */
}

/*
 * Called with the connection's lock held. Drops the pending output, so that there is room for more. libX11 marks the
 * socket as owned by libxcb by giving the buffer no room; a dead connection never gets the socket back, and a request
 * that finds no room dereferences a null pointer.
 */
void _XFlush(Display *display)
{
	pthread_once(&once, look_up);
	x11.flush(display);
	if (!(display->flags & XlibDisplayIOError))
		return;
	display->bufptr = display->buffer;
	if (display->bufmax == display->buffer)
		display->bufmax = display->buffer + BUFFER_BYTES_MIN;
}

/* Called with the connection's lock held. The caller expects an event, so it gets a message without a type for no
   window. */
void _XReadEvents(Display *display)
{
	pthread_once(&once, look_up);
	x11.read_events(display);
	if (!(display->flags & XlibDisplayIOError))
		return;
	usleep(1000); /* a thread that reads forever must not keep a core busy */
	if (display->qlen > 0)
		return;
	xEvent nothing = {0};
	nothing.u.u.type = ClientMessage;
	nothing.u.u.detail = 8; /* message format: bytes */
	x11.enqueue(display, &nothing);
}

Display *XOpenDisplay(const char *name)
{
	pthread_once(&once, look_up);
	Display *display = x11.open_display ? x11.open_display(name) : NULL;
	if (!display)
		return NULL;
	const XErrorHandler before = x11.set_error_handler(guard_error);
	if (before != guard_error && before != x11.default_error)
		x11.set_error_handler(before); /* installed by a toolkit */
	x11.set_io_error_handler(guard_io_error);
	if (x11.set_io_error_exit_handler)
		x11.set_io_error_exit_handler(display, guard_survive, NULL);
	return display;
}

/* Toolkits install handlers that exit. */
XIOErrorHandler XSetIOErrorHandler(XIOErrorHandler handler)
{
	(void)handler;
	pthread_once(&once, look_up);
	return x11.set_io_error_handler ? x11.set_io_error_handler(guard_io_error) : NULL;
}

/* For a drawable that does not exist, or whose server is gone, return the smallest valid geometry. */
Status XGetGeometry(Display *display, Drawable drawable, Window *root, int *x, int *y, unsigned int *width,
    unsigned int *height, unsigned int *border_width, unsigned int *depth)
{
	pthread_once(&once, look_up);
	*root = None;
	*x = *y = 0;
	*width = *height = 1;
	*border_width = 0;
	*depth = 24;
	return x11.get_geometry ? x11.get_geometry(display, drawable, root, x, y, width, height, border_width, depth) : 0;
}
