/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The editor's window inside a container: detection, XEmbed for clients that announce it, and keyboard focus.
 *
 * Focus policy: when the container gets the focus (in a floating window, from the window manager), it passes it to the
 * child if the child handles keys. An embedded container never takes the focus from the DAW on its own; the child may,
 * when the user clicks it.
 */
#include "container.h"

#include <X11/Xatom.h>
#include <stddef.h>

/* XEmbed 0.5: messages, a detail and a flag. */
enum {
	EMBEDDED_NOTIFY = 0,
	WINDOW_ACTIVATE = 1,
	WINDOW_DEACTIVATE = 2,
	REQUEST_FOCUS = 3,
	FOCUS_IN = 4,
	FOCUS_OUT = 5,
	FOCUS_CURRENT = 0,
	FLAG_MAPPED = 1,
};

static void embed_message(const struct window *window, long message, long detail, long data)
{
	if (window->child.id != None && window->child.xembed)
		connection_send(window->child.id, NoEventMask, window->child.id, connection.atoms[XEMBED],
		    (const long[]){CurrentTime, message, detail, data, 0});
}

/* The flags of _XEMBED_INFO, or -1 if the window does not have that property. */
static long embed_flags(Window id)
{
	Atom type;
	int format;
	unsigned long count = 0, more;
	unsigned char *data = NULL;
	const Atom info = connection.atoms[XEMBED_INFO];
	if (XGetWindowProperty(connection.display, id, info, 0, 2, False, info, &type, &format, &count, &more, &data) !=
	    Success)
		return -1;
	const long flags = count == 2 && format == 32 ? (long)((const unsigned long *)data)[1] : -1;
	if (data)
		XFree(data);
	return flags;
}

static void embed(struct window *window)
{
	struct child *child = &window->child;
	const long flags = embed_flags(child->id);
	if (flags < 0)
		return;
	if (!child->xembed) {
		child->xembed = true;
		embed_message(window, EMBEDDED_NOTIFY, 0, (long)window->id);
		if (window->focused) {
			embed_message(window, WINDOW_ACTIVATE, 0, 0);
			embed_message(window, FOCUS_IN, FOCUS_CURRENT, 0);
		}
	}
	if (flags & FLAG_MAPPED)
		XMapWindow(connection.display, child->id);
}

void child_appeared(struct window *window, Window id)
{
	XWindowAttributes attributes;
	if (window->child.id != None || !XGetWindowAttributes(connection.display, id, &attributes) ||
	    attributes.class == InputOnly)
		return;
	window->child = (struct child){.id = id, .size = size_of((uint32_t)attributes.width, (uint32_t)attributes.height)};
	XSelectInput(connection.display, id,
	    PropertyChangeMask); /* on this connection only; the child's own selection is unaffected */
	embed(window);
	place_notify_child(window);
	size_match_child(window);
}

void child_disappeared(struct window *window, Window id)
{
	if (window->child.id != id)
		return;
	window->child = (struct child){0};
	Window root, parent, *others = NULL;
	unsigned int count = 0;
	if (!XQueryTree(connection.display, window->id, &root, &parent, &others, &count))
		return;
	const Window top = count > 0 ? others[count - 1] : None;
	if (others)
		XFree(others);
	if (top != None)
		child_appeared(window, top);
}

void child_xembed_changed(struct window *window)
{
	embed(window);
}

/* Whether any client selects the child's key events. If none does, but the container's owner wants keys, the container
   keeps the focus: the X server delivers keys only to the focused window. */
static bool wants_focus(const struct window *window)
{
	XWindowAttributes attributes;
	if (!window->takes_keys || window->child.xembed ||
	    !XGetWindowAttributes(connection.display, window->child.id, &attributes))
		return true;
	return (attributes.all_event_masks & (KeyPressMask | KeyReleaseMask)) != 0;
}

/* Only if the container still has the focus: the user may have moved it since the event. */
static void pass_focus_on(const struct window *window)
{
	Window holder = None;
	int revert;
	if (window->child.id == None || !wants_focus(window))
		return;
	XGetInputFocus(connection.display, &holder, &revert);
	if (holder == window->id)
		XSetInputFocus(connection.display, window->child.id, RevertToParent, CurrentTime);
}

void child_mapped(struct window *window, Window id)
{
	if (window->child.id != id)
		return;
	place_notify_child(window);
	if (window->focused)
		pass_focus_on(window);
}

void child_requests_focus(struct window *window, const XClientMessageEvent *message)
{
	if (message->data.l[1] != REQUEST_FOCUS || window->child.id == None)
		return;
	XSetInputFocus(connection.display, window->child.id, RevertToParent, CurrentTime);
	embed_message(window, FOCUS_IN, FOCUS_CURRENT, 0);
}

static void set_focused(struct window *window, bool focused)
{
	if (window->focused == focused)
		return;
	window->focused = focused;
	if (focused) {
		embed_message(window, WINDOW_ACTIVATE, 0, 0);
		embed_message(window, FOCUS_IN, FOCUS_CURRENT, 0);
	} else {
		embed_message(window, FOCUS_OUT, 0, 0);
		embed_message(window, WINDOW_DEACTIVATE, 0, 0);
	}
	if (window->events.focused)
		window->events.focused(window->user, focused);
}

void child_focus_changed(struct window *window, const XFocusChangeEvent *event)
{
	/* Grabs are temporary (menus, window managers), and pointer events do not cross the container's border. */
	if (event->mode == NotifyGrab || event->mode == NotifyUngrab || event->detail >= NotifyPointer)
		return;
	/* Focus returned from the child to the container. In a floating window it goes back to the child (a window manager
	   activates an already active window); in the DAW's window it may be meant for the DAW. */
	const bool back = event->detail == NotifyInferior;
	const bool itself =
	    back ? window->ancestor_count == 0 : event->detail == NotifyAncestor || event->detail == NotifyNonlinear;
	if (event->type == FocusIn && itself)
		pass_focus_on(window);
	if (!back)
		set_focused(window, event->type == FocusIn);
}
