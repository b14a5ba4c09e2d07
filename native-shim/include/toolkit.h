/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editors that are widgets of a toolkit: a library per toolkit (libmaolan-gtk2.so, libmaolan-qt5.so), loaded for such
 * an editor only, in addition to the OS library. It opens the toolkit at run time, so that nothing needs it that has no
 * such editor; puts the widget into a container window (window.h); and has the run loop of the OS library serve the
 * toolkit's own event loop.
 *
 * All [main-thread].
 */
#ifndef MAOLAN_TOOLKIT_H
#define MAOLAN_TOOLKIT_H

#include <stdint.h>

#define TOOLKIT_ABI 1

struct toolkit_view; /* a widget in a container */

struct toolkit_options {
	uint64_t container; /* X11 id */
	/* The toolkit has destroyed the widget, with or without the window. detach and free are still to be called. */
	void (*gone)(void *user);
	void *user;
};

struct toolkit_api {
	uint32_t abi; /* TOOLKIT_ABI */
	/* Before an editor is instantiated: start the toolkit, and serve it until stop. 0, or -1 and a sentence that names
	   what is to be installed. What was started once stays in the process. */
	int32_t (*start)(char *error, uint32_t error_bytes);
	void (*stop)(void);
	/* Take the widget that an editor has made. NULL: no memory. */
	struct toolkit_view *(*embed)(void *widget, const struct toolkit_options *options);
	/* The smallest size that the widget asks for, in pixels; 0 = none. */
	void (*minimum)(struct toolkit_view *view, uint32_t *width, uint32_t *height);
	/* Before the editor is cleaned up: take its widget out. The widget still exists. */
	void (*detach)(struct toolkit_view *view);
	/* After it: a widget that the editor has left behind is destroyed. */
	void (*free)(struct toolkit_view *view);
	/* Do what is due in the toolkit. Never waits. */
	void (*serve)(void);
};

/* The library's only symbol. */
const struct toolkit_api *toolkit_api(void);

#endif
