/* SPDX-License-Identifier: BSD-2-Clause */
/* Tracks a window's ancestors and its position on the screen. */
#include "container.h"

#include <stddef.h>

#include "recovery.h"

static Window parent_of(Window id)
{
	Window root, parent = None, *children = NULL;
	unsigned int count;
	if (!XQueryTree(connection.display, id, &root, &parent, &children, &count))
		return None;
	if (children)
		XFree(children);
	return parent == root ? None : parent;
}

void place_find_ancestors(struct window *window, Window parent)
{
	window->ancestor_count = 0;
	for (Window at = parent; at != None && window->ancestor_count < ANCESTORS_MAX; at = parent_of(at)) {
		window->ancestors[window->ancestor_count++] = at;
		if (!containers_find(at)) /* a container keeps its own event mask */
			XSelectInput(connection.display, at, StructureNotifyMask);
	}
}

bool place_is_ancestor(const struct window *window, Window id)
{
	for (int i = 0; window->id != None && i < window->ancestor_count; i++)
		if (window->ancestors[i] == id)
			return true;
	return false;
}

/* Window managers set WM_STATE on the client windows that they manage, not on frames or on windows inside clients. */
static bool is_managed(Window id)
{
	Atom type = None;
	int format;
	unsigned long count, more;
	unsigned char *data = NULL;
	XGetWindowProperty(connection.display, id, connection.atoms[WM_STATE], 0, 0, False, AnyPropertyType, &type, &format,
	    &count, &more, &data);
	if (data)
		XFree(data);
	return type != None;
}

Window place_top_level(const struct window *window)
{
	for (int i = 0; i < window->ancestor_count; i++)
		if (is_managed(window->ancestors[i]))
			return window->ancestors[i];
	return window->ancestor_count > 0 ? window->ancestors[window->ancestor_count - 1] : window->id;
}

static bool root_position(Window id, int *x, int *y)
{
	Window within;
	return XTranslateCoordinates(connection.display, id, DefaultRootWindow(connection.display), 0, 0, x, y, &within);
}

/* Keep the window on the screen: monitors come and go. */
static int clamp(int position, int size, int screen)
{
	const int last = screen - size;
	if (position > last)
		position = last;
	return position < 0 ? 0 : position;
}

void place_remember(struct window *window)
{
	XWindowAttributes now;
	if (window->ancestor_count > 0 || !XGetWindowAttributes(connection.display, window->id, &now) ||
	    now.map_state != IsViewable || !root_position(window->id, &window->x, &window->y))
		return;
	const int screen = DefaultScreen(connection.display);
	window->x = clamp(window->x, now.width, DisplayWidth(connection.display, screen));
	window->y = clamp(window->y, now.height, DisplayHeight(connection.display, screen));
	window->placed = true;
}

void place_note(struct window *window)
{
	int x, y;
	if (window->shown && window->ancestor_count == 0 && root_position(window->id, &x, &y))
		recovery_note_window(x, y);
}

void place_recall(struct window *window)
{
	static bool is_recalled;
	int32_t x, y;
	if (is_recalled || window->ancestor_count > 0)
		return;
	is_recalled = true;
	if (!recovery_window(&x, &y))
		return;
	const int screen = DefaultScreen(connection.display);
	window->x = clamp(x, (int)window->size.width, DisplayWidth(connection.display, screen));
	window->y = clamp(y, (int)window->size.height, DisplayHeight(connection.display, screen));
	window->placed = true;
}

void place_notify_child(struct window *window)
{
	struct child *child = &window->child;
	Window root;
	int x, y, unused_x, unused_y;
	unsigned int width, height, border, depth;
	if (child->id == None || !root_position(child->id, &x, &y) || (x == child->x && y == child->y) ||
	    !XGetGeometry(connection.display, child->id, &root, &unused_x, &unused_y, &width, &height, &border, &depth))
		return;
	child->x = x;
	child->y = y;
	XEvent event = {.xconfigure = {.type = ConfigureNotify,
	                    .event = child->id,
	                    .window = child->id,
	                    .x = x,
	                    .y = y,
	                    .width = (int)width,
	                    .height = (int)height}};
	XSendEvent(connection.display, child->id, False, StructureNotifyMask, &event);
}
