/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plugin's editor: clap.gui, in a container of the host's (embedded) or in a window of the plugin's own (floating).
 * Functions are [main-thread] unless marked.
 *
 * The plugin may call its host from inside any call and from any thread. So of clap.gui's host side only request_resize
 * on the main thread acts at once, and that touches nothing but the container; all else waits for plugin_idle.
 *
 * Any function of the plugin's clap.gui but is_api_supported, create and destroy may be missing: plugins leave out what
 * they do not need.
 */
#ifndef MAOLAN_CLAP_EDITOR_H
#define MAOLAN_CLAP_EDITOR_H

#include <stdatomic.h>

#include "api.h"
#include "plugin.h"
#include "window.h"

struct clap_instance;

struct editor_size {
	uint32_t width, height; /* pixels */
};

/* All zero: none is open, and the plugin offers none. */
struct editor {
	const clap_plugin_gui_t *gui; /* of the plugin, or NULL */

	/* Of the open editor. */
	const struct window_api *windows;
	struct window *container; /* NULL: it is floating */
	uint64_t parent;          /* as plugin_editor_show was told */
	bool created;
	bool shown;
	bool resizable;  /* by the user */
	bool fixed_part; /* but only its width, or only its height: as the container's hints say */
	struct editor_size size;
	struct editor_size overruled; /* the last one of the container that was answered by another */
	uint32_t granted;             /* sizes that the plugin asked for, and got */
	int32_t flush_timer;          /* in the run loop; 0: none */

	struct editor_size remembered; /* that the last one had when it was closed, if it was resizable */

	/* Between the threads. */
	atomic_bool open;
	atomic_bool embedded;
	_Atomic uint64_t wanted; /* size for REQUEST_RESIZE: width << 32 | height */
};

/* ---- editor.c ---- */

/* Bring the open editor on the screen, or in front of all others there. False: it refused. */
bool editor_show(struct clap_instance *instance);
void editor_hide(struct clap_instance *instance);
/* Destroy it. Nothing happens if none is open. */
void editor_close(struct clap_instance *instance);
/* The same, if its window is gone: there is nothing to hide. */
void editor_lose(struct clap_instance *instance);

/* ---- editor-size.c: of embedded editors ---- */

/* It was just opened: read its size and hints, give it the size that the one before had, and the container either. */
void editor_find_size(struct clap_instance *instance);
/* Read again how the user may resize it. */
void editor_read_hints(struct clap_instance *instance);
/* Grant the plugin the size that it wants. False: the container is gone. */
bool editor_grant_size(struct clap_instance *instance, struct editor_size size);
/* struct window_events.resized: the user resized the container. */
void editor_container_resized(void *user, uint32_t width, uint32_t height);

/* ---- editor-host.c ---- */

/* The host's clap.gui. */
extern const clap_host_gui_t host_gui;
/* Do what the plugin asked for: a set of enum request. */
void editor_serve(struct clap_instance *instance, uint32_t requests);

#endif
