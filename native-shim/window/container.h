/* SPDX-License-Identifier: BSD-2-Clause */
/* A container window and the editor's window inside it. */
#ifndef MAOLAN_WINDOW_CONTAINER_H
#define MAOLAN_WINDOW_CONTAINER_H

#include <X11/Xlib.h>
#include <stdbool.h>
#include <stdint.h>

#include "connection.h"
#include "window.h"

#define ANCESTORS_MAX 16
#define REQUESTED_MAX 8

struct size {
	uint32_t width, height; /* pixels */
};

/* The editor's window inside the container. */
struct child {
	Window id; /* None: no child (yet) */
	bool xembed;
	struct size size;
	unsigned long sized_at; /* serial of our last resize request; events with older serials are stale */
	int x, y;               /* position in the root window, as last reported to the child */
};

struct window {
	struct window *next;
	Window id; /* None: destroyed */
	bool lost; /* destroyed, and its owner has not been notified yet */
	struct window_events events;
	void *user;
	bool shown, focused, resizable, follows_child;
	bool takes_keys;                      /* the owner wants the keys that the child does not handle */
	bool placed;                          /* x, y hold the position at which the user last had it */
	int x, y;                             /* position in the root window */
	struct size size;                     /* current size */
	struct size reported;                 /* size last reported to, or set by, the owner */
	unsigned long sized_at;               /* serial of our last resize request */
	struct size requested[REQUESTED_MAX]; /* recent size requests, oldest first, until settle_id fires */
	int requested_count;
	int32_t settle_id; /* run loop timer; 0: none */
	struct size minimum, maximum;
	struct child child;
	Window ancestors[ANCESTORS_MAX]; /* if embedded: from the parent up to the child of the root window */
	int ancestor_count;
};

static inline bool same_size(struct size a, struct size b)
{
	return a.width == b.width && a.height == b.height;
}

/* Whether X requests may be made for this window. */
static inline bool is_usable(const struct window *window)
{
	return window->id != None && !connection.broken;
}

/* ---- container.c ---- */
/* Unmap the window and remember its position. */
void container_hide(struct window *window);

/* ---- list.c: all containers ---- */
void containers_add(struct window *window);
void containers_remove(const struct window *window);
/* The container with this id, or NULL. */
struct window *containers_find(Window id);
struct window *containers_first(void);
bool containers_live(void);

/* ---- place.c: ancestors and position ---- */
/* Find the ancestors of an embedded container, and subscribe to their moves. */
void place_find_ancestors(struct window *window, Window parent);
/* The window that the window manager manages: the DAW's, or the container itself if it floats. */
Window place_top_level(const struct window *window);
bool place_is_ancestor(const struct window *window, Window id);
/* Remember the window's position for the next time it is shown. */
void place_remember(struct window *window);
/* For a top-level container. place_note saves its position in the recovery record; place_recall restores the position
   that the previous process saved, for the first window of this process. */
void place_note(struct window *window);
void place_recall(struct window *window);
/* Send the child its position in the root window: it gets no event when only an ancestor moves. */
void place_notify_child(struct window *window);

/* ---- size.c ---- */
struct size size_of(uint32_t width, uint32_t height); /* clamped to what X11 supports */
/* Update the window manager's size hints. */
void size_update_hints(const struct window *window);
void size_request(struct window *window, struct size size);
void size_forget_requests(struct window *window);
void size_container_changed(struct window *window, const XConfigureEvent *event);
void size_child_changed(struct window *window, const XConfigureEvent *event);
/* A child has appeared: bring child and container to the same size. */
void size_match_child(struct window *window);

/* ---- child.c ---- */
void child_appeared(struct window *window, Window id);
void child_disappeared(struct window *window, Window id);
void child_mapped(struct window *window, Window id);
void child_xembed_changed(struct window *window); /* its _XEMBED_INFO has changed */
void child_requests_focus(struct window *window, const XClientMessageEvent *message);
/* The container or a window inside it gained or lost the focus. */
void child_focus_changed(struct window *window, const XFocusChangeEvent *event);

/* ---- properties.c ---- */
/* Set name, class, process id and protocols. */
void properties_set(Window id, const struct window_options *options);
/* Handle a message from the window manager. Returns true if it asks to close the window. */
bool properties_handle_protocol(Window id, const XClientMessageEvent *message);
/* Ask the window manager to raise and activate the window. */
void properties_activate(Window id);

#endif
