/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Windows for plugin editors: a separate library (libmaolan-window.so), because it needs libX11 and is loaded only for
 * the first window. Formats get its functions as a table; none of them links to X11.
 *
 * Everything is [main-thread]. All windows share one X connection, which is open only while a window exists. Events
 * arrive through the OS library's run loop (run_loop_add_fd), so callbacks come from run_loop_dispatch, never from
 * inside a function of the table. X errors, a vanished parent and the end of the server never end the process.
 */
#ifndef MAOLAN_WINDOW_H
#define MAOLAN_WINDOW_H

#include <stdint.h>

#define WINDOW_ABI 2

struct window;

enum window_modifier { WINDOW_SHIFT = 1, WINDOW_ALT = 2, WINDOW_CONTROL = 4 };

struct window_key {
	uint32_t symbol;    /* X11's KeySym */
	uint16_t character; /* UTF-16; 0: none */
	uint16_t modifiers; /* enum window_modifier */
	int32_t is_down;    /* 0: released */
};

/* Callbacks of the window's owner; any may be NULL. They may call any function of the table, including window_close. */
struct window_events {
	/* The user or the window manager closed it. It is already hidden, and can be shown again. */
	void (*closed)(void *user);
	/* Its size has changed, in pixels; not called for sizes set by the owner. */
	void (*resized)(void *user, uint32_t width, uint32_t height);
	/* It gained (1) or lost (0) the keyboard focus. */
	void (*focused)(void *user, int32_t on);
	/* It was destroyed with everything in it: the parent was destroyed, or the server ended. close must still be
	 * called.
	 */
	void (*destroyed)(void *user);
	/* A key event; or a wheel event by so many notches (up: 1) at x, y. Only events that no window inside has handled,
	   and only in a floating container: in a DAW's window they are the DAW's. */
	void (*key)(void *user, const struct window_key *key);
	void (*wheel)(void *user, float notches, int32_t x, int32_t y);
};

struct window_options {
	const char *title;      /* UTF-8; for a floating window */
	const char *class_name; /* for WM_CLASS: the plugin's name */
	uint64_t parent;        /* X11 window of the DAW to embed it in; 0: floating */
	uint32_t width, height; /* pixels */
	int32_t resizable;      /* 0: the window manager gets minimum = maximum = size */
	int32_t follows_child; /* 1: follows the size of the child window that the editor creates in it, and resizes it when
	                          resized */
	const struct window_events *events;
	void *user;
};

struct window_api {
	uint32_t abi; /* WINDOW_ABI */
	/* Create an unmapped container. Returns NULL and a sentence: no DISPLAY, no server, no such parent. */
	struct window *(*open)(const struct window_options *options, char *error, uint32_t error_bytes);
	/* X11 id, for the editor's child; 0 when the window is gone. */
	uint64_t (*id)(const struct window *window);
	/* Map the window and raise it. */
	void (*show)(struct window *window);
	/* Unmap the window; its contents stay. */
	void (*hide)(struct window *window);
	/* Request another size for the editor. Returns 0, or -1 if the window is gone. */
	int32_t (*resize)(struct window *window, uint32_t width, uint32_t height);
	void (*set_resizable)(struct window *window, int32_t resizable);
	/* Minimum and maximum size for the window manager; 0 = none. */
	void (*set_size_hints)(struct window *window, uint32_t minimum_width, uint32_t minimum_height,
	    uint32_t maximum_width, uint32_t maximum_height);
	/* For windows that plugins create themselves (floating editors): keep window id above this one. */
	void (*set_transient)(struct window *window, uint64_t id);
	/* Destroy the window; its children must be gone by then, or their owner gets X errors. NULL is allowed. */
	void (*close)(struct window *window);
	/* Pixels per design pixel: 1, 1.25, 2 ...: MAOLAN_SCALE, GDK_SCALE * GDK_DPI_SCALE, QT_SCALE_FACTOR, else Xft.dpi /
	   96, else 1. Opens a connection temporarily if there is none. */
	double (*scale)(void);
};

/* The library's only symbol. */
const struct window_api *window_api(void);

#endif
