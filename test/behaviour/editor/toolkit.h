/*
 * What a plugin's editor is drawn with in these tests: one X11 window on its own connection, as toolkits have. It
 * protects itself from nothing; X errors reach whatever handler is installed.
 */
#ifndef EDITOR_TOOLKIT_H
#define EDITOR_TOOLKIT_H

#include <stdint.h>

struct toolkit;

/* Any may be NULL. Called from toolkit_process, in the thread that calls it. Positions and sizes in pixels. */
struct toolkit_events {
	void (*draw)(void *user); /* exposed: toolkit_fill may be called */
	void (*pressed)(void *user, int x, int y);
	void (*dragged)(void *user, int x, int y); /* with the button held */
	void (*released)(void *user, int x, int y);
	void (*resized)(void *user, int width, int height);
	void (*closed)(void *user); /* the window manager asks to close a top-level window */
	void (*focused)(void *user, int on);
	void (*ticked)(void *user); /* every 10 ms: of toolkits with an event loop, which have no toolkit_process */
};

/* A mapped window in parent, or a top-level one with a title if parent is 0. NULL: no server. */
struct toolkit *toolkit_open(
    uint64_t parent, int width, int height, const char *title, const struct toolkit_events *events, void *user);
/* X11 id. */
uint64_t toolkit_window(const struct toolkit *toolkit);
/* File descriptor of the connection: readable when toolkit_process has something to do. */
int toolkit_fd(const struct toolkit *toolkit);
/* Take all events that are there. Returns their number. */
int toolkit_process(struct toolkit *toolkit);
/* colour: 0xrrggbb */
void toolkit_fill(struct toolkit *toolkit, int x, int y, int width, int height, uint32_t colour);
/* Have it drawn again. */
void toolkit_redraw(struct toolkit *toolkit);
void toolkit_resize(struct toolkit *toolkit, int width, int height);
void toolkit_size(const struct toolkit *toolkit, int *width, int *height);
void toolkit_map(struct toolkit *toolkit, int on);
void toolkit_set_transient(struct toolkit *toolkit, uint64_t window);
/* Use a window that does not exist: a BadWindow from the server. */
void toolkit_bad_window(struct toolkit *toolkit);
/* Destroy the window (unless it is gone: then the server says BadWindow) and close the connection. */
void toolkit_close(struct toolkit *toolkit);

#endif
