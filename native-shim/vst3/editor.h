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

/* All zero but for the frame if there is no editor. */
struct editor {
	struct facets frame; /* the host as the view knows it: IPlugFrame and IRunLoop */
	const struct window_api *windows;
	struct window *window; /* NULL: there is no editor */
	struct v3_plugin_view **view;
	bool attached;             /* the view is attached to the window */
	bool shown;                /* neither hidden by us nor closed by the user */
	bool reopen;               /* it was shown when a reload closed it */
	atomic_bool may_be_opened; /* main -> any: it has been open, so it is known where */
	atomic_bool open_wanted;   /* any -> main: by the plugin */
	uint64_t parent;
	char title[256]; /* UTF-8; empty: the plugin's name */
	struct editor_size size;
	struct editor_size refused; /* size of the container that was last answered with another one */
	uint32_t nested;            /* onSize calls under way, one inside the other */
};

/* ---- editor.c ---- */

/* Once. */
void editor_init(struct vst3_instance *instance);
/* Close and destroy it, if there is one. */
void editor_close(struct vst3_instance *instance);
/* Show it if the plugin has asked for that. */
void editor_serve(struct vst3_instance *instance);
/* Around a reload, which takes the view's controller away: close it, and show the new one if the old one was shown. */
void editor_close_for_reload(struct vst3_instance *instance);
void editor_reopen(struct vst3_instance *instance);

/* ---- editor-size.c ---- */

extern const struct v3_plugin_frame editor_frame_table;

/* Give the container the size that the view has or wants, if it tells one. */
void editor_take_size_of_view(struct editor *editor);
/* onSize with the size that the container has by now. */
void editor_tell_view_size(struct editor *editor);
/* The user, or the window manager, gave the container another size. */
void editor_container_resized(struct editor *editor, uint32_t width, uint32_t height);

/* ---- editor-input.c: of struct window_events; user is the instance ---- */

void editor_key(void *user, const struct window_key *key);
void editor_wheel(void *user, float notches, int32_t x, int32_t y);

#endif
