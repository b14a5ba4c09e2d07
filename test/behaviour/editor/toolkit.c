/* A small X11 toolkit for test editors. */
#include "toolkit.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdlib.h>

struct toolkit {
	Display *display;
	Window window;
	GC gc;
	Atom delete_window;
	int width, height;
	struct toolkit_events events;
	void *user;
};

struct toolkit *toolkit_open(
    uint64_t parent, int width, int height, const char *title, const struct toolkit_events *events, void *user)
{
	Display *display = XOpenDisplay(NULL);
	struct toolkit *toolkit = display ? calloc(1, sizeof(*toolkit)) : NULL;
	if (!toolkit)
		return NULL;
	toolkit->display = display;
	toolkit->width = width;
	toolkit->height = height;
	toolkit->events = *events;
	toolkit->user = user;
	toolkit->window = XCreateSimpleWindow(display, parent ? (Window)parent : DefaultRootWindow(display), 0, 0,
	    (unsigned)width, (unsigned)height, 0, 0, 0x202020);
	XSelectInput(display, toolkit->window,
	    ExposureMask | StructureNotifyMask | ButtonPressMask | ButtonReleaseMask | Button1MotionMask | FocusChangeMask);
	toolkit->gc = XCreateGC(display, toolkit->window, 0, NULL);
	if (!parent) {
		toolkit->delete_window = XInternAtom(display, "WM_DELETE_WINDOW", False);
		XSetWMProtocols(display, toolkit->window, &toolkit->delete_window, 1);
		XStoreName(display, toolkit->window, title);
	}
	XMapWindow(display, toolkit->window);
	XFlush(display);
	return toolkit;
}

uint64_t toolkit_window(const struct toolkit *toolkit)
{
	return toolkit->window;
}

int toolkit_fd(const struct toolkit *toolkit)
{
	return ConnectionNumber(toolkit->display);
}

static void call(void (*function)(void *, int, int), void *user, int a, int b)
{
	if (function)
		function(user, a, b);
}

static void take_size(struct toolkit *toolkit, int width, int height)
{
	if (width == toolkit->width && height == toolkit->height)
		return;
	toolkit->width = width;
	toolkit->height = height;
	call(toolkit->events.resized, toolkit->user, width, height);
}

static void handle(struct toolkit *toolkit, XEvent *event)
{
	const struct toolkit_events *events = &toolkit->events;
	void *user = toolkit->user;
	switch (event->type) {
	case Expose:
		if (event->xexpose.count == 0 && events->draw)
			events->draw(user);
		break;
	case ButtonPress:
		call(events->pressed, user, event->xbutton.x, event->xbutton.y);
		break;
	case ButtonRelease:
		call(events->released, user, event->xbutton.x, event->xbutton.y);
		break;
	case MotionNotify:
		call(events->dragged, user, event->xmotion.x, event->xmotion.y);
		break;
	case ConfigureNotify:
		take_size(toolkit, event->xconfigure.width, event->xconfigure.height);
		break;
	case FocusIn:
	case FocusOut:
		if (events->focused)
			events->focused(user, event->type == FocusIn);
		break;
	case ClientMessage:
		if ((Atom)event->xclient.data.l[0] == toolkit->delete_window && toolkit->delete_window && events->closed)
			events->closed(user);
		break;
	default:
		break;
	}
}

int toolkit_process(struct toolkit *toolkit)
{
	int count = 0;
	for (; XPending(toolkit->display) > 0; count++) {
		XEvent event;
		XNextEvent(toolkit->display, &event);
		handle(toolkit, &event);
	}
	return count;
}

void toolkit_fill(struct toolkit *toolkit, int x, int y, int width, int height, uint32_t colour)
{
	XSetForeground(toolkit->display, toolkit->gc, colour);
	XFillRectangle(toolkit->display, toolkit->window, toolkit->gc, x, y, (unsigned)width, (unsigned)height);
	XFlush(toolkit->display);
}

void toolkit_redraw(struct toolkit *toolkit)
{
	XClearArea(toolkit->display, toolkit->window, 0, 0, 0, 0, True);
	XFlush(toolkit->display);
}

void toolkit_resize(struct toolkit *toolkit, int width, int height)
{
	XResizeWindow(toolkit->display, toolkit->window, (unsigned)width, (unsigned)height);
	XFlush(toolkit->display);
}

void toolkit_size(const struct toolkit *toolkit, int *width, int *height)
{
	*width = toolkit->width;
	*height = toolkit->height;
}

void toolkit_map(struct toolkit *toolkit, int on)
{
	if (on)
		XMapRaised(toolkit->display, toolkit->window);
	else
		XUnmapWindow(toolkit->display, toolkit->window);
	XFlush(toolkit->display);
}

void toolkit_set_transient(struct toolkit *toolkit, uint64_t window)
{
	XSetTransientForHint(toolkit->display, toolkit->window, (Window)window);
	XFlush(toolkit->display);
}

void toolkit_bad_window(struct toolkit *toolkit)
{
	XMapWindow(toolkit->display, 0x7fffff);
	XSync(toolkit->display, False);
}

void toolkit_close(struct toolkit *toolkit)
{
	XFreeGC(toolkit->display, toolkit->gc);
	XDestroyWindow(toolkit->display, toolkit->window);
	XCloseDisplay(toolkit->display);
	free(toolkit);
}
