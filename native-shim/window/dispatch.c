/* SPDX-License-Identifier: BSD-2-Clause */
/* Dispatches X events to their containers. A callback may destroy any container. */
#include "dispatch.h"

#include "container.h"
#include "input.h"

static void lose(struct window *window)
{
	size_forget_requests(window);
	window->id = None;
	window->child.id = None;
	window->shown = window->focused = window->lost = false;
	if (window->events.destroyed)
		window->events.destroyed(window->user);
}

void dispatch_server_lost(void)
{
	for (struct window *window = containers_first(); window; window = window->next) {
		window->lost = window->id != None;
		size_forget_requests(window);
		window->id = None; /* before any callback, which may open windows on another server */
	}
	for (struct window *window = containers_first(); window;) {
		if (!window->lost) {
			window = window->next;
			continue;
		}
		lose(window);
		window = containers_first();
	}
}

static void handle_message(struct window *window, const XClientMessageEvent *message)
{
	if (message->message_type == connection.atoms[XEMBED])
		child_requests_focus(window, message);
	else if (properties_handle_protocol(window->id, message)) {
		container_hide(window);
		if (window->events.closed)
			window->events.closed(window->user);
	}
}

/* An event of the container itself or of a child of it (SubstructureNotify). */
static void handle_own(struct window *window, const XEvent *event)
{
	switch (event->type) {
	case ConfigureNotify:
		if (event->xconfigure.window == window->id) {
			size_container_changed(window, &event->xconfigure);
			place_note(window);
		} else if (event->xconfigure.window == window->child.id)
			size_child_changed(window, &event->xconfigure);
		break;
	case CreateNotify:
		child_appeared(window, event->xcreatewindow.window);
		break;
	case ReparentNotify:
		if (event->xreparent.window == window->id)
			place_notify_child(window); /* reparented into a frame by the window manager */
		else if (event->xreparent.parent == window->id)
			child_appeared(window, event->xreparent.window);
		else
			child_disappeared(window, event->xreparent.window);
		break;
	case DestroyNotify:
		if (event->xdestroywindow.window == window->id)
			lose(window);
		else
			child_disappeared(window, event->xdestroywindow.window);
		break;
	case MapNotify:
		if (event->xmap.window == window->id)
			place_note(window);
		child_mapped(window, event->xmap.window);
		break;
	case FocusIn:
	case FocusOut:
		child_focus_changed(window, &event->xfocus);
		break;
	case ClientMessage:
		handle_message(window, &event->xclient);
		break;
	case KeyPress:
	case KeyRelease:
	case ButtonPress:
		input_handle(window, event);
		break;
	default:
		break;
	}
}

static void handle_of_child(struct window *window, const XPropertyEvent *event)
{
	if (event->atom == connection.atoms[XEMBED_INFO])
		child_xembed_changed(window);
}

void dispatch_event(const XEvent *event)
{
	const Window id = event->xany.window;
	struct window *own = containers_find(id);
	if (own) {
		handle_own(own, event);
		return;
	}
	for (struct window *window = containers_first(); window; window = window->next) {
		if (event->type == PropertyNotify && window->child.id == id)
			handle_of_child(window, &event->xproperty);
		else if (event->type == ReparentNotify && place_is_ancestor(window, id))
			place_find_ancestors(window, window->ancestors[0]);
		if ((event->type == ConfigureNotify || event->type == ReparentNotify) && place_is_ancestor(window, id))
			place_notify_child(window);
	}
}
