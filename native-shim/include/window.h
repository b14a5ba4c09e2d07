/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Windows for plugin editors: a separate library (libmaolan-window.so), because it needs libX11 and is loaded only
 * when the first window is asked for. Formats get its functions as a table; none of them links to X11.
 *
 * Everything is [main-thread]. One connection to the X server serves all windows, and is open only while there is one.
 * Events arrive through the run loop of the OS library (run_loop_add_fd), so callbacks come from run_loop_dispatch, and
 * never from inside a function of the table. No X error, vanished parent or dying server ends the process.
 */
#ifndef MAOLAN_WINDOW_H
#define MAOLAN_WINDOW_H

#include <stdint.h>

#define WINDOW_ABI 2

struct window;

enum window_modifier { WINDOW_SHIFT = 1, WINDOW_ALT = 2, WINDOW_CONTROL = 4 };

struct window_key {
	uint32_t symbol;    /* X11's KeySym */
	uint16_t character; /* UTF-16; 0: it writes none */
	uint16_t modifiers; /* enum window_modifier */
	int32_t is_down;    /* 0: it was let go */
};

/* Told to the window's owner. Any may be NULL. The owner may call any function inside, window_close included. */
struct window_events {
	/* The user or the window manager closed it: it is hidden already, and can be shown again. */
	void (*closed)(void *user);
	/* It has another size now, in pixels; not called for sizes that the owner itself set. */
	void (*resized)(void *user, uint32_t width, uint32_t height);
	/* It got (1) or lost (0) the keyboard focus. */
	void (*focused)(void *user, int32_t on);
	/* It is gone, and all that was in it: the parent was destroyed, or the server died. close is still to be called. */
	void (*destroyed)(void *user);
	/* A key, and the wheel by so many notches (upwards: 1) at x, y. Only what nothing inside has taken, and only of a
	   floating container: in a DAW's window it is the DAW's. */
	void (*key)(void *user, const struct window_key *key);
	void (*wheel)(void *user, float notches, int32_t x, int32_t y);
};

struct window_options {
	const char *title;      /* UTF-8; of a floating window */
	const char *class_name; /* for the class hint: the plugin's name */
	uint64_t parent;        /* X11 window of the DAW, in which this one is embedded; 0: floating */
	uint32_t width, height; /* pixels */
	int32_t resizable;      /* 0: the window manager is told minimum = maximum = size */
	int32_t
	    follows_child; /* 1: sized after the child window that the editor creates in it, and sizes it when resized */
	const struct window_events *events;
	void *user;
};

struct window_api {
	uint32_t abi; /* WINDOW_ABI */
	/* A container, not mapped yet. NULL and a sentence: no DISPLAY, no server, no such parent. */
	struct window *(*open)(const struct window_options *options, char *error, uint32_t error_bytes);
	/* X11 id, for the editor's child; 0 when the window is gone. */
	uint64_t (*id)(const struct window *window);
	/* Map it and bring it to the front. */
	void (*show)(struct window *window);
	/* Unmap it; what is in it stays. */
	void (*hide)(struct window *window);
	/* The editor wants another size. Returns 0, or -1: the window is gone. */
	int32_t (*resize)(struct window *window, uint32_t width, uint32_t height);
	void (*set_resizable)(struct window *window, int32_t resizable);
	/* Smallest and largest size, for the window manager; 0 = none. */
	void (*set_size_hints)(struct window *window, uint32_t minimum_width, uint32_t minimum_height,
	    uint32_t maximum_width, uint32_t maximum_height);
	/* For windows that plugins make themselves (floating editors): stay above this one. */
	void (*set_transient)(struct window *window, uint64_t id);
	/* Destroy it; its children must be gone by then if their owner is to see no errors. NULL is allowed. */
	void (*close)(struct window *window);
	/* Pixels per design pixel: 1, 1.25, 2 ...: MAOLAN_SCALE, GDK_SCALE * GDK_DPI_SCALE, QT_SCALE_FACTOR, else Xft.dpi /
	   96, else 1. Opens the connection for the look if there is none. */
	double (*scale)(void);
};

/* The library's only symbol. */
const struct window_api *window_api(void);

#endif
