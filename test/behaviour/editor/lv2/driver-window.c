/* A window as a DAW has it: of another connection. */
#include <X11/Xlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

static Display *display;
static Window window;

static void open_window(int width, int height)
{
	display = XOpenDisplay(NULL);
	window = XCreateSimpleWindow(
	    display, DefaultRootWindow(display), 0, 0, (unsigned)width, (unsigned)height, 0, 0, 0x0000ff);
	XStoreName(display, window, "The DAW");
	XMapWindow(display, window);
	XSync(display, False);
	printf("daw 0x%lx\n", window);
}

bool window_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "window"))
		open_window(atoi(words[1]), atoi(words[2]));
	else if (!strcmp(name, "window-resize"))
		XResizeWindow(display, window, (unsigned)atoi(words[1]), (unsigned)atoi(words[2]));
	else if (!strcmp(name, "window-destroy"))
		XDestroyWindow(display, window);
	else if (!strcmp(name, "window-close")) {
		XCloseDisplay(display);
		display = NULL;
	} else
		return false;
	if (display)
		XSync(display, False);
	return true;
}
