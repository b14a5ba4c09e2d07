/* A toolkit with its own X connection and one window. */
#include "toolkit.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct toolkit {
	Display *display;
	Window window;
};

static Display *open_directly(void)
{
	Display *(*open_display)(const char *) = NULL;
	void *library = dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);
	if (library)
		*(void **)&open_display = dlsym(library, "XOpenDisplay");
	return open_display ? open_display(NULL) : NULL;
}

static struct toolkit *open_toolkit(uint64_t parent, int width, int height, enum toolkit_how how)
{
	Display *display = how == TOOLKIT_DIRECT ? open_directly() : XOpenDisplay(NULL);
	if (!display)
		return NULL;
	struct toolkit *toolkit = malloc(sizeof(*toolkit));
	const Window within = parent ? (Window)parent : DefaultRootWindow(display);
	const Window window = XCreateSimpleWindow(display, within, 0, 0, (unsigned)width, (unsigned)height, 0, 0, 0xff8800);
	XSelectInput(display, window, StructureNotifyMask | FocusChangeMask | KeyPressMask | ButtonPressMask);
	if (how == TOOLKIT_XEMBED) {
		const Atom info = XInternAtom(display, "_XEMBED_INFO", False);
		const long version_and_mapped[] = {0, 1};
		XChangeProperty(display, window, info, info, 32, PropModeReplace, (const unsigned char *)version_and_mapped, 2);
	} else {
		XMapWindow(display, window);
	}
	XFlush(display);
	*toolkit = (struct toolkit){display, window};
	return toolkit;
}

static uint64_t id_of(const struct toolkit *toolkit)
{
	return toolkit->window;
}

static int fd_of(const struct toolkit *toolkit)
{
	return ConnectionNumber(toolkit->display);
}

static void print_key(XKeyEvent *event, const char *name)
{
	char text[16] = "";
	XLookupString(event, text, sizeof(text) - 1, NULL, NULL);
	printf("%s key %s\n", name, text);
}

static void print_message(Display *display, const XClientMessageEvent *message, const char *name)
{
	if (message->message_type == XInternAtom(display, "_XEMBED", False))
		printf("%s xembed %ld\n", name, message->data.l[1]);
	else if (message->window == DefaultRootWindow(display))
		printf("%s pong 0x%lx\n", name, (unsigned long)message->data.l[2]);
	else if (message->message_type != None) /* there is such a one: os/x11-guard.c */
		printf("%s message\n", name);
}

static void print_event(struct toolkit *toolkit, XEvent *event, const char *name)
{
	const XConfigureEvent *configure = &event->xconfigure;
	switch (event->type) {
	case ConfigureNotify:
		printf("%s configure %d %d %d %d %d\n", name, configure->send_event, configure->x, configure->y,
		    configure->width, configure->height);
		break;
	case FocusIn:
	case FocusOut:
		if (event->xfocus.detail != NotifyPointer && event->xfocus.mode == NotifyNormal)
			printf("%s focus %d\n", name, event->type == FocusIn);
		break;
	case KeyPress:
		print_key(&event->xkey, name);
		break;
	case ButtonPress:
		printf("%s button %d %d\n", name, event->xbutton.x, event->xbutton.y);
		break;
	case DestroyNotify:
		printf("%s gone\n", name);
		break;
	case ClientMessage:
		print_message(toolkit->display, &event->xclient, name);
		break;
	default:
		break;
	}
}

static void read_events(struct toolkit *toolkit, const char *name)
{
	while (XPending(toolkit->display) > 0) {
		XEvent event;
		XNextEvent(toolkit->display, &event);
		print_event(toolkit, &event, name);
	}
}

static void configure(struct toolkit *toolkit, int x, int y, int width, int height)
{
	XMoveResizeWindow(toolkit->display, toolkit->window, x, y, (unsigned)width, (unsigned)height);
	XSync(toolkit->display, False);
}

static void err(struct toolkit *toolkit)
{
	XMapWindow(toolkit->display, 0x7fffff);
	XSync(toolkit->display, False);
}

static void many_requests(struct toolkit *toolkit)
{
	for (int i = 0; i < 5000; i++) /* several times libX11's buffer */
		XDrawLine(toolkit->display, toolkit->window, DefaultGC(toolkit->display, 0), 0, 0, i, i);
}

/* Only for ended servers: with a running one it would wait for events. */
static void blocking_reads(Display *display)
{
	XEvent event;
	for (int i = 0; i < 200; i++)
		XNextEvent(display, &event);
}

static void draw_image(struct toolkit *toolkit)
{
	static char pixels[300 * 300 * 4];
	Display *display = toolkit->display;
	XImage *image = XCreateImage(display, DefaultVisual(display, 0), 24, ZPixmap, 0, pixels, 300, 300, 32, 0);
	XPutImage(display, toolkit->window, DefaultGC(display, 0), image, 0, 0, 0, 0, 300, 300);
	image->data = NULL;
	XDestroyImage(image);
}

static void read_image(struct toolkit *toolkit)
{
	XImage *image = XGetImage(toolkit->display, toolkit->window, 0, 0, 1, 1, AllPlanes, ZPixmap);
	if (image)
		XDestroyImage(image);
}

static void ask_server(struct toolkit *toolkit, int what)
{
	Display *display = toolkit->display;
	Window root, parent, *children = NULL;
	XWindowAttributes attributes;
	int x, y;
	unsigned int count;
	switch (what) {
	case 4:
		XGetWindowAttributes(display, toolkit->window, &attributes);
		break;
	case 5:
		if (XQueryTree(display, toolkit->window, &root, &parent, &children, &count) && children)
			XFree(children);
		break;
	case 6:
		XTranslateCoordinates(display, toolkit->window, DefaultRootWindow(display), 0, 0, &x, &y, &root);
		break;
	case 7:
		XFreeColormap(display, XCreateColormap(display, toolkit->window, DefaultVisual(display, 0), AllocNone));
		break;
	case 8:
		read_image(toolkit);
		break;
	case 9:
		XGrabPointer(display, toolkit->window, False, 0, GrabModeAsync, GrabModeAsync, None, None, CurrentTime);
		XUngrabPointer(display, CurrentTime);
		break;
	default:
		XInternAtom(display, "SOMETHING", False);
		break;
	}
}

static void abuse(struct toolkit *toolkit, int what)
{
	switch (what) {
	case 0:
		many_requests(toolkit);
		break;
	case 1:
		blocking_reads(toolkit->display);
		break;
	case 2:
		XSync(toolkit->display, False);
		break;
	case 3:
		draw_image(toolkit);
		break;
	default:
		ask_server(toolkit, what);
		break;
	}
}

static void focus(struct toolkit *toolkit, uint64_t id)
{
	XSetInputFocus(toolkit->display, (Window)id, RevertToParent, CurrentTime);
	XSync(toolkit->display, False);
}

static void ping(struct toolkit *toolkit, uint64_t id)
{
	Display *display = toolkit->display;
	XSelectInput(display, DefaultRootWindow(display), SubstructureNotifyMask);
	XEvent event = {.xclient = {.type = ClientMessage,
	                    .window = (Window)id,
	                    .message_type = XInternAtom(display, "WM_PROTOCOLS", False),
	                    .format = 32}};
	event.xclient.data.l[0] = (long)XInternAtom(display, "_NET_WM_PING", False);
	event.xclient.data.l[1] = 1;
	event.xclient.data.l[2] = (long)id;
	XSendEvent(display, (Window)id, False, NoEventMask, &event);
	XSync(display, False);
}

static int exit_on_error(Display *display, XErrorEvent *error)
{
	(void)display;
	(void)error;
	_exit(61);
}

static int exit_on_io_error(Display *display)
{
	(void)display;
	_exit(62);
}

static void install_handlers(void)
{
	XSetErrorHandler(exit_on_error);
	XSetIOErrorHandler(exit_on_io_error);
}

static void destroy(struct toolkit *toolkit)
{
	XDestroyWindow(toolkit->display, toolkit->window);
	XSync(toolkit->display, False);
}

static void close_toolkit(struct toolkit *toolkit)
{
	XCloseDisplay(toolkit->display);
	free(toolkit);
}

__attribute__((visibility("default"))) extern const struct toolkit_functions toolkit_functions;
const struct toolkit_functions toolkit_functions = {open_toolkit, id_of, fd_of, read_events, configure, err, abuse,
    focus, ping, install_handlers, destroy, close_toolkit};
