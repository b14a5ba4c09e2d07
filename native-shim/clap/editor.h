/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plugin's editor: clap.gui, in a container of the host (embedded) or in the plugin's own window (floating).
 * Functions are [main-thread] unless marked.
 *
 * The plugin may call its host from inside any call and on any thread. So only request_resize on the main thread takes
 * effect at once, and only on the container; everything else waits for plugin_idle.
 *
 * All functions of the plugin's clap.gui except is_api_supported, create and destroy may be missing: plugins omit what
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

/* All zero: none is open, and the plugin has none. */
struct editor {
	const clap_plugin_gui_t *gui; /* of the plugin, or NULL */

	/* For the open editor. */
	const struct window_api *windows;
	struct window *container; /* NULL: it is floating */
	uint64_t parent;          /* as passed to plugin_editor_show */
	bool created;
	bool shown;
	bool resizable;  /* by the user */
	bool fixed_part; /* but only in one dimension, according to the container's hints */
	struct editor_size size;
	struct editor_size overruled; /* last size of the container that the editor overruled */
	uint32_t granted;             /* number of sizes that the plugin requested and got */
	int32_t flush_timer;          /* run loop timer; 0: none */

	struct editor_size remembered; /* size of the previous editor when it was closed, if it was resizable */

	/* Shared between threads. */
	atomic_bool open;
	atomic_bool embedded;
	_Atomic uint64_t wanted; /* size for REQUEST_RESIZE: width << 32 | height */
};

/* ---- editor.c ---- */

/* Show the open editor, or raise it. False: it refused. */
bool editor_show(struct clap_instance *instance);
void editor_hide(struct clap_instance *instance);
/* Destroy it. Does nothing if none is open. */
void editor_close(struct clap_instance *instance);
/* The same if its window is gone, so that there is nothing to hide. */
void editor_lose(struct clap_instance *instance);

/* ---- editor-size.c: of embedded editors ---- */

/* It was just opened: read its size and hints, restore the size of the previous one, and resize the container to match.
 */
void editor_find_size(struct clap_instance *instance);
/* Read again how the user may resize it. */
void editor_read_hints(struct clap_instance *instance);
/* Grant the plugin the size that it requests. False: the container is gone. */
bool editor_grant_size(struct clap_instance *instance, struct editor_size size);
/* struct window_events.resized: the user resized the container. */
void editor_container_resized(void *user, uint32_t width, uint32_t height);

/* ---- editor-host.c ---- */

/* The host's clap.gui. */
extern const clap_host_gui_t host_gui;
/* Carry out the plugin's requests: a set of enum request. */
void editor_serve(struct clap_instance *instance, uint32_t requests);

#endif
