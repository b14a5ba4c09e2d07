/* SPDX-License-Identifier: BSD-2-Clause */
/* The connection to the X server that all windows share, its events, and what happens when it ends. */
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
	Display *display; /* NULL: there is none */
	bool broken;      /* the server is gone: the pump will tell the windows */
	Atom atoms[ATOM_COUNT];
	int32_t fd_id, kick_id; /* in the run loop */
};

extern struct connection connection;

/* Whom it serves. */
struct connection_user {
	void (*event)(const XEvent *event);
	void (*lost)(void);    /* the server is gone */
	bool (*is_used)(void); /* a window exists */
};

/* Before all else. The user is constant. */
void connection_serve(const struct connection_user *user);
/* Open the connection if there is none: true, or false and a sentence. */
bool connection_open(char *error, uint32_t error_bytes);
/* Close it if there is no window. */
void connection_close_if_unused(void);
/* To be called at the end of each function of the table: send what is waiting, and see to events that were read from
   the socket meanwhile, for which the run loop would not wake. */
void connection_flush(void);

/* Send a ClientMessage of format 32 that belongs to window to another one. */
void connection_send(Window to, long mask, Window window, Atom type, const long data[5]);

#endif
