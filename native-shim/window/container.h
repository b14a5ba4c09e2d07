/* SPDX-License-Identifier: BSD-2-Clause */
/* A container window: what is known of it and of what is in it. */
#ifndef MAOLAN_WINDOW_CONTAINER_H
#define MAOLAN_WINDOW_CONTAINER_H

#include <X11/Xlib.h>
#include <stdbool.h>
#include <stdint.h>

#include "connection.h"
#include "window.h"

#define ANCESTORS_MAX 16
#define ASKED_MAX 8

struct size {
	uint32_t width, height; /* pixels */
};

/* The editor's window inside. */
struct child {
	Window id; /* None: there is none (yet) */
	bool xembed;
	struct size size;
	unsigned long sized_at; /* our last request to resize it: what the server says of earlier times is old */
	int x, y;               /* in the root window, as it was told last */
};

struct window {
	struct window *next;
	Window id; /* None: it is gone */
	bool lost; /* its owner has not been told yet */
	struct window_events events;
	void *user;
	bool shown, focused, resizable, follows_child;
	bool takes_keys;              /* those that its child does not want */
	bool placed;                  /* x, y are where the user had it when it was hidden */
	int x, y;                     /* in the root window */
	struct size size;             /* that it has */
	struct size told;             /* that its owner knows */
	unsigned long sized_at;       /* our last request to resize it */
	struct size asked[ASKED_MAX]; /* our last requests, oldest first, until settle_id's timer */
	int asked_count;
	int32_t settle_id; /* in the run loop; 0: none */
	struct size minimum, maximum;
	struct child child;
	Window ancestors[ANCESTORS_MAX]; /* if embedded: from the parent to the child of the root window */
	int ancestor_count;
};

static inline bool same_size(struct size a, struct size b)
{
	return a.width == b.width && a.height == b.height;
}

/* May requests be made about it? */
static inline bool is_usable(const struct window *window)
{
	return window->id != None && !connection.broken;
}

/* ---- container.c ---- */
/* Take it off the screen, and remember where it was. */
void container_hide(struct window *window);

/* ---- list.c: all containers ---- */
void containers_add(struct window *window);
void containers_remove(const struct window *window);
/* The one with this id, or NULL. */
struct window *containers_find(Window id);
struct window *containers_first(void);
bool containers_live(void);

/* ---- place.c: ancestors and position ---- */
/* Find the ancestors of an embedded container, and hear of their moves. */
void place_find_ancestors(struct window *window, Window parent);
/* The DAW's window as the window manager knows it; of a floating container, the container. */
Window place_top_level(const struct window *window);
bool place_is_ancestor(const struct window *window, Window id);
/* Remember where it is, so that it comes back there. */
void place_remember(struct window *window);
/* For a top-level container: leave for the next process where it is; and put the first one of this process where
   the process before had it. */
void place_note(struct window *window);
void place_recall(struct window *window);
/* Tell the child where it is in the root window: it cannot know when only an ancestor moves. */
void place_tell_child(struct window *window);

/* ---- size.c ---- */
struct size size_of(uint32_t width, uint32_t height); /* within what X11 knows */
/* Tell the window manager what sizes are allowed. */
void size_update_hints(const struct window *window);
void size_request(struct window *window, struct size size);
void size_forget_requests(struct window *window);
void size_container_changed(struct window *window, const XConfigureEvent *event);
void size_child_changed(struct window *window, const XConfigureEvent *event);
/* A child has come: bring the two to one size. */
void size_meet_child(struct window *window);

/* ---- child.c ---- */
void child_appeared(struct window *window, Window id);
void child_disappeared(struct window *window, Window id);
void child_mapped(struct window *window, Window id);
void child_announced(struct window *window); /* it changed its _XEMBED_INFO */
void child_asked(struct window *window, const XClientMessageEvent *message);
/* The container got or lost the focus, or something in it did. */
void child_focus_changed(struct window *window, const XFocusChangeEvent *event);

/* ---- properties.c ---- */
/* Name, class, process, protocols. */
void properties_set(Window id, const struct window_options *options);
/* A message of the window manager: true if it asks to close. */
bool properties_handle_protocol(Window id, const XClientMessageEvent *message);
/* Ask the window manager to bring a window to the user. */
void properties_activate(Window id);

#endif
