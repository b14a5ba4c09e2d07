/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps libX11 from ending the process for a plugin: its default for an X error and for a server that died is exit(1).
 *
 * This library is loaded first and globally, so what it exports under libX11's names is found before libX11's own, by
 * plugins and by libX11 itself (its defaults are looked up by name like any other function). That reaches every
 * connection, however it was opened. Where libX11 was linked so that it does not look its own functions up
 * (-Bsymbolic-functions), XOpenDisplay puts the same handlers in, for connections opened through it. Nothing here links
 * to libX11: it is only looked for when a caller has it. It must be 1.7 or later; an older one exits when the
 * server dies, whatever its handlers do.
 *
 * After a server's death libX11 answers most calls as failed, but two of its ways lead through a null pointer: reading
 * an event that cannot come, and filling the output buffer that is not sent any more. _XReadEvents and _XFlush close
 * them. And one of its answers is taken for granted by everybody, Mesa's software renderer above all, which fills a
 * picture of that size: XGetGeometry, whose numbers a failure leaves as they were.
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
/* libX11's buffer for requests has at least so many, whatever XLIBBUFFERSIZE says. */
#define BUFFER_BYTES_MIN 2048

/* The declarations of libX11 say of some that they do not return; these return, so they have other names in C. */
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
} x11; /* libX11's own; NULL: it has none */

static atomic_uint lines;
static atomic_flag death_told = ATOMIC_FLAG_INIT;

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
	    line == LINES_MAX - 1 ? "; no more of them are told" : "");
	log_line(text);
}

int guard_error(Display *display, XErrorEvent *error)
{
	(void)display;
	x11_guard_log(error);
	return 0;
}

/* What is to be done, is done after it, per connection. */
int guard_io_error(Display *display)
{
	(void)display;
	return 0;
}

/* Called once for each connection that is found dead, without its lock. */
void guard_survive(Display *display, void *unused)
{
	(void)unused;
	if (!atomic_flag_test_and_set(&death_told))
		log_line("X11: the server ended a plugin's connection; its windows are gone");
	pthread_once(&once, look_up);
	if (x11.unlock_display)
		x11.unlock_display(display); /* libX11 locked it for a thread that it expects to end here */
}

/*
 * With the connection's lock. What was to be sent is thrown away, so that there is room for more. A buffer without room
 * is how libX11 says that libxcb has the socket; from a dead one it never gets it back, and a request that finds no
 * room is a null pointer.
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

/* With the connection's lock. The caller takes an event for granted: it gets a message of no type to no window. */
void _XReadEvents(Display *display)
{
	pthread_once(&once, look_up);
	x11.read_events(display);
	if (!(display->flags & XlibDisplayIOError))
		return;
	usleep(1000); /* a thread that reads for ever must not take a core for it */
	if (display->qlen > 0)
		return;
	xEvent nothing = {0};
	nothing.u.u.type = ClientMessage;
	nothing.u.u.detail = 8; /* its format: bytes */
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
		x11.set_error_handler(before); /* a toolkit's */
	x11.set_io_error_handler(guard_io_error);
	if (x11.set_io_error_exit_handler)
		x11.set_io_error_exit_handler(display, guard_survive, NULL);
	return display;
}

/* Toolkits put handlers here that exit. */
XIOErrorHandler XSetIOErrorHandler(XIOErrorHandler handler)
{
	(void)handler;
	pthread_once(&once, look_up);
	return x11.set_io_error_handler ? x11.set_io_error_handler(guard_io_error) : NULL;
}

/* Of a drawable that is not there, or whose server is not: the smallest there is. */
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
