/* SPDX-License-Identifier: BSD-2-Clause */
/* Opens the X connection that all windows share, reads its events, and closes it. */
#include "connection.h"

#include <stdio.h>
#include <stdlib.h>

#include "errors.h"
#include "ids.h"
#include "os.h"

struct connection connection;
static const struct connection_user *served;

static void pump(void *user, int32_t fd);

/* Returns NULL and an error text, checking the most likely causes first. */
static Display *open_display(char *error, uint32_t error_bytes)
{
	const char *name = getenv("DISPLAY");
	if (!name || !name[0]) {
		snprintf(error, error_bytes, "DISPLAY is not set: editors need an X server%s",
		    getenv("WAYLAND_DISPLAY") ? ", which under Wayland is XWayland" : "");
		return NULL;
	}
	XInitThreads(); /* before any other libX11 call, for plugins that draw from other threads */
	Display *display = XOpenDisplay(NULL);
	if (!display)
		snprintf(error, error_bytes,
		    "cannot connect to the X server \"%s\": it is not running, refuses the connection, or has too many clients",
		    name);
	return display;
}

static void intern_atoms(void)
{
	static const char *const names[ATOM_COUNT] = {
	    [UTF8_STRING] = "UTF8_STRING",
	    [WM_PROTOCOLS] = "WM_PROTOCOLS",
	    [WM_DELETE_WINDOW] = "WM_DELETE_WINDOW",
	    [WM_STATE] = "WM_STATE",
	    [NET_WM_NAME] = "_NET_WM_NAME",
	    [NET_WM_PID] = "_NET_WM_PID",
	    [NET_WM_PING] = "_NET_WM_PING",
	    [NET_WM_WINDOW_TYPE] = "_NET_WM_WINDOW_TYPE",
	    [NET_WM_WINDOW_TYPE_DIALOG] = "_NET_WM_WINDOW_TYPE_DIALOG",
	    [NET_WM_WINDOW_TYPE_NORMAL] = "_NET_WM_WINDOW_TYPE_NORMAL",
	    [NET_ACTIVE_WINDOW] = "_NET_ACTIVE_WINDOW",
	    [XEMBED] = "_XEMBED",
	    [XEMBED_INFO] = "_XEMBED_INFO",
	};
	XInternAtoms(connection.display, (char **)names, ATOM_COUNT, False, connection.atoms);
}

static void disconnect(void)
{
	if (connection.kick_id > 0)
		run_loop_remove(connection.kick_id);
	if (connection.fd_id > 0)
		run_loop_remove(connection.fd_id);
	XCloseDisplay(connection.display);
	errors_forget();
	connection = (struct connection){0};
}

void connection_serve(const struct connection_user *user)
{
	served = user;
}

bool connection_open(char *error, uint32_t error_bytes)
{
	if (connection.display && !connection.broken)
		return true;
	if (connection.display) {
		snprintf(error, error_bytes, "the X server ended just now");
		return false;
	}
	connection.display = open_display(error, error_bytes);
	if (!connection.display)
		return false;
	errors_install();
	errors_survive_server(connection.display, &connection.broken);
	ids_begin_elsewhere(connection.display);
	intern_atoms();
	connection.fd_id = run_loop_add_fd(ConnectionNumber(connection.display), pump, NULL);
	if (connection.fd_id > 0 && !connection.broken)
		return true;
	snprintf(error, error_bytes, connection.broken ? "the X server ended just now" : "the run loop takes no more");
	disconnect();
	return false;
}

void connection_close_if_unused(void)
{
	if (connection.display && !served->is_used())
		disconnect();
}

static void kicked(void *user, int32_t fd)
{
	run_loop_remove(connection.kick_id);
	connection.kick_id = 0;
	pump(user, fd);
}

void connection_flush(void)
{
	if (!connection.display)
		return;
	if (!connection.broken)
		XFlush(connection.display);
	const bool waiting = !connection.broken && XEventsQueued(connection.display, QueuedAfterReading) > 0;
	if ((waiting || connection.broken) && connection.kick_id <= 0)
		connection.kick_id = run_loop_add_timer(1, kicked, NULL);
}

/* A callback may close windows (and, with the last one, the connection) or open another connection: check again each
   time. */
static void pump(void *user, int32_t fd)
{
	(void)user;
	(void)fd;
	errors_install();
	while (connection.display && !connection.broken && XPending(connection.display) > 0) {
		XEvent event;
		XNextEvent(connection.display, &event);
		served->event(&event);
	}
	if (connection.display && connection.broken) {
		disconnect();
		served->lost();
	}
	connection_close_if_unused();
	connection_flush();
}

void connection_send(Window to, long mask, Window window, Atom type, const long data[5])
{
	XEvent event = {.xclient = {.type = ClientMessage, .window = window, .message_type = type, .format = 32}};
	for (int i = 0; i < 5; i++)
		event.xclient.data.l[i] = data[i];
	XSendEvent(connection.display, to, False, mask, &event);
}
