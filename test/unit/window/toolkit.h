/*
 * Acts as a plugin's toolkit: a separate shared library with its own connection to the server, which it never
 * protects. Functions are looked up by name. Windows are X11 ids.
 */
#ifndef TOOLKIT_H
#define TOOLKIT_H

#include <stdint.h>

struct toolkit; /* a connection and one window */

enum toolkit_how {
	TOOLKIT_PLAIN,
	TOOLKIT_XEMBED, /* it announces itself, and waits to be mapped */
	TOOLKIT_DIRECT, /* its connection is opened by a function looked up in libX11 itself */
};

struct toolkit_functions {
	/* A window in parent (0: on the root) with that size, mapped, unless it is for XEmbed. NULL: no server. */
	struct toolkit *(*open)(uint64_t parent, int width, int height, enum toolkit_how how);
	uint64_t (*id)(const struct toolkit *toolkit);
	int (*fd)(const struct toolkit *toolkit);
	/* Print the events that came: "NAME configure SYNTHETIC X Y W H", "NAME focus 1", "NAME key a", "NAME xembed M",
	   "NAME button X Y", "NAME message". */
	void (*read_events)(struct toolkit *toolkit, const char *name);
	void (*configure)(struct toolkit *toolkit, int x, int y, int width, int height);
	/* A protocol error: draws into a window that does not exist. */
	void (*err)(struct toolkit *toolkit);
	/* What a plugin may still do when the server is gone: each of these by number. */
	void (*abuse)(struct toolkit *toolkit, int what);
	void (*focus)(struct toolkit *toolkit, uint64_t id);
	/* Ping a window, as window managers do; the answer is the event "NAME pong ID". */
	void (*ping)(struct toolkit *toolkit, uint64_t id);
	/* Handlers that exit, as some toolkits have. */
	void (*install_handlers)(void);
	/* Only the window; then the connection. */
	void (*destroy)(struct toolkit *toolkit);
	void (*close)(struct toolkit *toolkit);
};

#define TOOLKIT_ABUSES 12

#endif
