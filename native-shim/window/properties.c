/* SPDX-License-Identifier: BSD-2-Clause */
/* Window properties for window managers, and the messages that they send. */
#include "container.h"

#include <X11/Xatom.h>
#include <X11/Xutil.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static void set(Window id, enum atom name, Atom type, int format, const void *data, size_t count)
{
	XChangeProperty(connection.display, id, connection.atoms[name], type, format, PropModeReplace,
	    (const unsigned char *)data, (int)count);
}

void properties_set(Window id, const struct window_options *options)
{
	const char *title = options->title ? options->title : "";
	const Atom *atoms = connection.atoms;
	XClassHint class_hint = {"maolan-plugin", (char *)(options->class_name ? options->class_name : title)};
	XWMHints hints = {.flags = InputHint | StateHint, .input = True, .initial_state = NormalState};
	/* Sets WM_NAME in the encoding that old window managers read, WM_CLASS, and WM_CLIENT_MACHINE, without which the
	   pid is meaningless. */
	Xutf8SetWMProperties(connection.display, id, title, title, NULL, 0, NULL, &hints, &class_hint);
	set(id, NET_WM_NAME, atoms[UTF8_STRING], 8, title, strlen(title));
	const long pid = getpid();
	set(id, NET_WM_PID, XA_CARDINAL, 32, &pid, 1);
	/* Dialogs float in tiling window managers and stay visible when the application is in the background; utility
	   windows do not in all of them. */
	const Atom types[] = {atoms[NET_WM_WINDOW_TYPE_DIALOG], atoms[NET_WM_WINDOW_TYPE_NORMAL]};
	set(id, NET_WM_WINDOW_TYPE, XA_ATOM, 32, types, 2);
	Atom protocols[] = {atoms[WM_DELETE_WINDOW], atoms[NET_WM_PING]};
	XSetWMProtocols(connection.display, id, protocols, 2);
}

bool properties_handle_protocol(Window id, const XClientMessageEvent *message)
{
	const Window root = DefaultRootWindow(connection.display);
	if (message->message_type != connection.atoms[WM_PROTOCOLS])
		return false;
	const Atom protocol = (Atom)message->data.l[0];
	if (protocol == connection.atoms[NET_WM_PING] && (Window)message->data.l[2] == id)
		connection_send(
		    root, SubstructureNotifyMask | SubstructureRedirectMask, root, message->message_type, message->data.l);
	return protocol == connection.atoms[WM_DELETE_WINDOW];
}

void properties_activate(Window id)
{
	/* 2: on the user's behalf. Requests of an application (1) are granted only with the time of a user action, which
	   happened in the DAW. */
	connection_send(DefaultRootWindow(connection.display), SubstructureNotifyMask | SubstructureRedirectMask, id,
	    connection.atoms[NET_ACTIVE_WINDOW], (const long[]){2, CurrentTime, None, 0, 0});
}
