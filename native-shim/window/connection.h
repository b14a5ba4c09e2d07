/* SPDX-License-Identifier: BSD-2-Clause */
/* The connection to the X server that all windows share: its events, and what happens when it ends. */
#ifndef MAOLAN_WINDOW_CONNECTION_H
#define MAOLAN_WINDOW_CONNECTION_H

#include <X11/Xlib.h>
#include <stdbool.h>
#include <stdint.h>

enum atom {
	UTF8_STRING,
	WM_PROTOCOLS,
	WM_DELETE_WINDOW,
	WM_STATE,
	NET_WM_NAME,
	NET_WM_PID,
	NET_WM_PING,
	NET_WM_WINDOW_TYPE,
	NET_WM_WINDOW_TYPE_DIALOG,
	NET_WM_WINDOW_TYPE_NORMAL,
	NET_ACTIVE_WINDOW,
	XEMBED,
	XEMBED_INFO,
	ATOM_COUNT,
};

struct connection {
	Display *display; /* NULL: not connected */
	bool broken;      /* the server is gone; connection_flush's timer notifies the windows */
	Atom atoms[ATOM_COUNT];
	int32_t fd_id, kick_id; /* run loop registrations */
};

extern struct connection connection;

/* Callbacks of the connection's user. */
struct connection_user {
	void (*event)(const XEvent *event);
	void (*lost)(void);    /* the server is gone */
	bool (*is_used)(void); /* a window exists */
};

/* Call this before any other function. user must stay valid. */
void connection_serve(const struct connection_user *user);
/* Open the connection unless it is open. Returns true, or false and an error text. */
bool connection_open(char *error, uint32_t error_bytes);
/* Close the connection if no window exists. */
void connection_close_if_unused(void);
/* Call this at the end of each window_api function: flushes the output, and schedules the handling of events that were
   already read from the socket, for which the run loop would not wake. */
void connection_flush(void);

/* Send a ClientMessage of format 32 about window to the window to. */
void connection_send(Window to, long mask, Window window, Atom type, const long data[5]);

#endif
