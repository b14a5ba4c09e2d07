/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editors that are toolkit widgets: one library per toolkit (libmaolan-gtk2.so, libmaolan-qt5.so), loaded only for such
 * an editor, in addition to the OS library. It opens the toolkit at run time, so that the toolkit is required only
 * where such an editor exists; embeds the widget in a container window (window.h); and runs the toolkit's event loop
 * from the OS library's run loop.
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
	/* The toolkit has destroyed the widget, with or without the window. detach and free must still be called. */
	void (*gone)(void *user);
	void *user;
};

struct toolkit_api {
	uint32_t abi; /* TOOLKIT_ABI */
	/* Call this before an editor is instantiated: start the toolkit, and serve it until stop. Returns 0, or -1 and a
	   sentence that names what to install. A started toolkit stays loaded. */
	int32_t (*start)(char *error, uint32_t error_bytes);
	void (*stop)(void);
	/* Take over the widget that an editor has created. NULL: no memory. */
	struct toolkit_view *(*embed)(void *widget, const struct toolkit_options *options);
	/* The widget's minimum size in pixels; 0 = none. */
	void (*minimum)(struct toolkit_view *view, uint32_t *width, uint32_t *height);
	/* Remove the widget before the editor is cleaned up. The widget still exists. */
	void (*detach)(struct toolkit_view *view);
	/* After the cleanup: destroy the widget if the editor has left it behind. */
	void (*free)(struct toolkit_view *view);
	/* Run the toolkit's pending events. Never waits. */
	void (*serve)(void);
};

/* The library's only symbol. */
const struct toolkit_api *toolkit_api(void);

#endif
