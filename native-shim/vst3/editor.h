/* SPDX-License-Identifier: BSD-2-Clause */
/* The plugin's editor: an IPlugView in a container window (window.h). All [main-thread]. */
#ifndef MAOLAN_VST3_EDITOR_H
#define MAOLAN_VST3_EDITOR_H

#include <stdatomic.h>
#include <stdbool.h>

#include "facet.h"
#include "window.h"

struct vst3_instance;

struct editor_size {
	uint32_t width, height; /* pixels */
};

/* All zero except the frame if there is no editor. */
struct editor {
	struct facets frame; /* the host's interfaces for the view: IPlugFrame and IRunLoop */
	const struct window_api *windows;
	struct window *window; /* NULL: no editor */
	struct v3_plugin_view **view;
	bool attached;             /* the view is attached to the window */
	bool shown;                /* neither hidden by the host nor closed by the user */
	bool reopen;               /* it was shown when a reload closed it */
	atomic_bool may_be_opened; /* main -> any: it has been open before, so its position is known */
	atomic_bool open_wanted;   /* any -> main: requested by the plugin */
	uint64_t parent;
	char title[256]; /* UTF-8; empty: the plugin's name */
	struct editor_size size;
	struct editor_size refused; /* last container size that the view refused */
	uint32_t nested;            /* depth of nested onSize calls */
};

/* ---- editor.c ---- */

/* Call this once. */
void editor_init(struct vst3_instance *instance);
/* Close and destroy it if there is one. */
void editor_close(struct vst3_instance *instance);
/* Show it if the plugin has requested that. */
void editor_serve(struct vst3_instance *instance);
/* Call these around a reload, which destroys the view's controller: close the editor, and show the new one if the old
   one was shown. */
void editor_close_for_reload(struct vst3_instance *instance);
void editor_reopen(struct vst3_instance *instance);

/* ---- editor-size.c ---- */

extern const struct v3_plugin_frame editor_frame_table;

/* Resize the container to the size that the view has or wants, if it reports one. */
void editor_take_size_of_view(struct editor *editor);
/* Call onSize with the container's current size. */
void editor_notify_view_size(struct editor *editor);
/* The user or the window manager has resized the container. */
void editor_container_resized(struct editor *editor, uint32_t width, uint32_t height);

/* ---- editor-input.c: for struct window_events; user is the instance ---- */

void editor_key(void *user, const struct window_key *key);
void editor_wheel(void *user, float notches, int32_t x, int32_t y);

#endif
