/* SPDX-License-Identifier: BSD-2-Clause */
/* The functions of window_api. */
#include "window.h"

#include <X11/Xutil.h>
#include <stdio.h>
#include <stdlib.h>

#include "container.h"
#include "dispatch.h"
#include "errors.h"
#include "input.h"
#include "scale.h"

static const char *check_parent(Window parent)
{
	XWindowAttributes attributes;
	errors_trap();
	const bool exists = XGetWindowAttributes(connection.display, parent, &attributes);
	if (errors_untrap() != 0 || !exists)
		return "there is no such window";
	return attributes.class == InputOnly ? "it cannot show anything" : NULL;
}

/* Uses the default depth, visual and colormap: editors inherit them from their parent, and many cannot use those of a
   DAW's window. */
static Window create(Window parent, struct size size, long input)
{
	Display *display = connection.display;
	const int screen = DefaultScreen(display);
	const bool floating = parent == None;
	XSetWindowAttributes attributes = {.background_pixel = BlackPixel(display, screen),
	    .border_pixel = 0,
	    .bit_gravity = NorthWestGravity, /* avoids flicker on resize */
	    .colormap = DefaultColormap(display, screen),
	    .event_mask = StructureNotifyMask | SubstructureNotifyMask | FocusChangeMask | input};
	/* Centred, in case there is no window manager. */
	const int x = floating ? (DisplayWidth(display, screen) - (int)size.width) / 2 : 0;
	const int y = floating ? (DisplayHeight(display, screen) - (int)size.height) / 2 : 0;
	return XCreateWindow(display, floating ? RootWindow(display, screen) : parent, x > 0 ? x : 0, y > 0 ? y : 0,
	    size.width, size.height, 0, DefaultDepth(display, screen), InputOutput, DefaultVisual(display, screen),
	    CWBackPixel | CWBorderPixel | CWBitGravity | CWColormap | CWEventMask, &attributes);
}

static struct window *fail(struct window *window, char *error, uint32_t error_bytes, uint64_t parent, const char *why)
{
	if (parent)
		snprintf(error, error_bytes, "cannot embed in window 0x%llx: %s", (unsigned long long)parent, why);
	else
		snprintf(error, error_bytes, "cannot create a window: %s", why);
	free(window);
	connection_close_if_unused();
	connection_flush();
	return NULL;
}

static struct window *window_open(const struct window_options *options, char *error, uint32_t error_bytes)
{
	const Window parent = (Window)options->parent;
	if (!connection_open(error, error_bytes))
		return NULL;
	const char *why = parent ? check_parent(parent) : NULL;
	struct window *window = why ? NULL : calloc(1, sizeof(*window));
	if (!window)
		return fail(NULL, error, error_bytes, parent, why ? why : "no memory");
	window->size = window->reported = size_of(options->width, options->height);
	window->resizable = options->resizable;
	window->follows_child = options->follows_child;
	window->takes_keys = (input_mask(options) & KeyPressMask) != 0;
	if (options->events)
		window->events = *options->events;
	window->user = options->user;
	errors_trap();
	const Window id = create(parent, window->size, input_mask(options));
	if (errors_untrap() != 0 || connection.broken)
		return fail(window, error, error_bytes, parent, connection.broken ? "the X server ended" : "it was refused");
	window->id = id;
	properties_set(id, options);
	if (parent)
		place_find_ancestors(window, parent);
	size_update_hints(window);
	containers_add(window);
	connection_flush();
	return window;
}

static uint64_t window_id(const struct window *window)
{
	return window->id;
}

static void window_show(struct window *window)
{
	if (!is_usable(window))
		return;
	errors_install(); /* the editor may have loaded its toolkit by now */
	const bool floating = window->ancestor_count == 0;
	place_recall(window);
	if (floating && !window->shown && window->placed) {
		size_update_hints(window);
		XMoveWindow(connection.display, window->id, window->x, window->y);
	}
	XMapRaised(connection.display, window->id);
	if (floating && window->shown)
		properties_activate(window->id);
	window->shown = true;
	connection_flush();
}

static int32_t window_resize(struct window *window, uint32_t width, uint32_t height)
{
	if (!is_usable(window))
		return -1;
	size_request(window, size_of(width, height));
	connection_flush();
	return 0;
}

static void window_set_resizable(struct window *window, int32_t resizable)
{
	window->resizable = resizable;
	if (is_usable(window))
		size_update_hints(window);
	connection_flush();
}

static void window_set_size_hints(struct window *window, uint32_t minimum_width, uint32_t minimum_height,
    uint32_t maximum_width, uint32_t maximum_height)
{
	window->minimum = (struct size){minimum_width, minimum_height};
	window->maximum = (struct size){maximum_width, maximum_height};
	if (is_usable(window))
		size_update_hints(window);
	connection_flush();
}

static void window_set_transient(struct window *window, uint64_t id)
{
	if (!is_usable(window) || id == None)
		return;
	XSetTransientForHint(connection.display, (Window)id, place_top_level(window));
	connection_flush();
}

static void window_close(struct window *window)
{
	if (!window)
		return;
	size_forget_requests(window);
	containers_remove(window);
	if (is_usable(window))
		XDestroyWindow(connection.display, window->id);
	free(window);
	connection_close_if_unused();
	connection_flush();
}

__attribute__((visibility("default"))) const struct window_api *window_api(void)
{
	static const struct connection_user user = {
	    .event = dispatch_event, .lost = dispatch_server_lost, .is_used = containers_live};
	static const struct window_api api = {
	    .abi = WINDOW_ABI,
	    .open = window_open,
	    .id = window_id,
	    .show = window_show,
	    .hide = container_hide,
	    .resize = window_resize,
	    .set_resizable = window_set_resizable,
	    .set_size_hints = window_set_size_hints,
	    .set_transient = window_set_transient,
	    .close = window_close,
	    .scale = window_scale,
	};
	connection_serve(&user);
	return &api;
}
