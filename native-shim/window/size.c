/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sizes of a container and of the child that it follows. Three parties change them: the owner, the child, and the
 * window manager on behalf of the user. Events are late, so each is compared with our own last request; events from
 * before it are stale.
 *
 * A window manager carries out our requests one by one, and may still be at it after we have made the last one. So for
 * a while after a request, a size that we have requested does not count as a change, even if we have requested another
 * one since. When the timer fires, the size that results is read and reported.
 */
#include "container.h"

#include <X11/Xutil.h>
#include <string.h>

#include "errors.h"
#include "os.h"

#define SETTLE_MS 250
#define SIZE_MAX_X11 32767u /* X11 sizes and positions are 16 bits */

static uint32_t within(uint32_t pixels)
{
	if (pixels < 1)
		return 1;
	return pixels > SIZE_MAX_X11 ? SIZE_MAX_X11 : pixels;
}

struct size size_of(uint32_t width, uint32_t height)
{
	return (struct size){within(width), within(height)};
}

void size_update_hints(const struct window *window)
{
	const struct size fixed = window->reported;
	const struct size minimum = window->resizable ? window->minimum : fixed;
	const struct size maximum = window->resizable ? window->maximum : fixed;
	XSizeHints hints = {.flags = PSize | PMinSize | PWinGravity,
	    .width = (int)window->reported.width,
	    .height = (int)window->reported.height,
	    .min_width = (int)within(minimum.width),
	    .min_height = (int)within(minimum.height),
	    .max_width = (int)within(maximum.width ? maximum.width : SIZE_MAX_X11),
	    .max_height = (int)within(maximum.height ? maximum.height : SIZE_MAX_X11),
	    /* The position is that of the window itself, not of its frame. */
	    .win_gravity = StaticGravity};
	if (maximum.width || maximum.height)
		hints.flags |= PMaxSize;
	if (window->placed) {
		hints.flags |= USPosition | PPosition;
		hints.x = window->x;
		hints.y = window->y;
	}
	XSetWMNormalHints(connection.display, window->id, &hints);
}

static void report(struct window *window, struct size size)
{
	window->reported = size;
	if (window->events.resized)
		window->events.resized(window->user, size.width, size.height);
}

void size_forget_requests(struct window *window)
{
	if (window->settle_id > 0)
		run_loop_remove(window->settle_id);
	window->settle_id = 0;
	window->requested_count = 0;
}

/* Read the window's current size: when the same size is requested twice, only one event follows, and it may precede the
   second request and so count as stale. */
static void read_size(struct window *window)
{
	Window root;
	int x, y;
	unsigned width, height, border, depth;
	errors_trap();
	const Status known = XGetGeometry(connection.display, window->id, &root, &x, &y, &width, &height, &border, &depth);
	if (errors_untrap() == 0 && known && !connection.broken)
		window->size = (struct size){width, height};
}

static void settle(void *user, int32_t fd)
{
	struct window *window = user;
	(void)fd;
	/* A plugin may have kept the main thread busy: handle the pending events first, then check again. */
	if (XEventsQueued(connection.display, QueuedAfterReading) > 0) {
		connection_flush();
		return;
	}
	size_forget_requests(window);
	read_size(window);
	if (!same_size(window->size, window->reported))
		report(window, window->size);
	connection_flush(); /* events that arrived with the answer are in memory, where no poll sees them */
}

static void remember_request(struct window *window, struct size size)
{
	if (window->settle_id > 0)
		run_loop_remove(window->settle_id);
	window->settle_id = run_loop_add_timer(SETTLE_MS, settle, window);
	if (window->requested_count == REQUESTED_MAX)
		memmove(window->requested, window->requested + 1, sizeof(window->requested) - sizeof(window->requested[0]));
	else
		window->requested_count++;
	window->requested[window->requested_count - 1] = size;
}

static bool was_requested(const struct window *window, struct size size)
{
	for (int i = 0; i < window->requested_count; i++)
		if (same_size(window->requested[i], size))
			return true;
	return false;
}

void size_request(struct window *window, struct size size)
{
	const bool is_under_way =
	    window->requested_count > 0 && same_size(window->requested[window->requested_count - 1], size);
	if (is_under_way && same_size(window->reported, size))
		return;
	window->reported = size;
	remember_request(window, size);
	if (!window->resizable)
		size_update_hints(window);
	window->sized_at = NextRequest(connection.display);
	XResizeWindow(connection.display, window->id, size.width, size.height);
}

static void size_child(struct window *window)
{
	struct child *child = &window->child;
	if (!window->follows_child || child->id == None || same_size(child->size, window->size))
		return;
	child->size = window->size;
	child->sized_at = NextRequest(connection.display);
	XResizeWindow(connection.display, child->id, window->size.width, window->size.height);
}

void size_container_changed(struct window *window, const XConfigureEvent *event)
{
	const struct size size = {(uint32_t)event->width, (uint32_t)event->height};
	place_notify_child(window);
	if (event->serial < window->sized_at)
		return;
	const bool changed = !same_size(size, window->size);
	window->size = size;
	if (changed)
		size_child(window);
	if (window->settle_id > 0 && (!changed || was_requested(window, size)))
		return;
	/* Not changed, but sent by the window manager: it refused our request. */
	if ((changed || event->send_event) && !same_size(size, window->reported))
		report(window, size);
}

void size_child_changed(struct window *window, const XConfigureEvent *event)
{
	struct child *child = &window->child;
	if (event->serial < child->sized_at)
		return;
	child->size = (struct size){(uint32_t)event->width, (uint32_t)event->height};
	size_match_child(window);
}

void size_match_child(struct window *window)
{
	const struct size size = window->child.size;
	if (!window->follows_child || same_size(size, window->size) || same_size(size, window->reported))
		return;
	size_request(window, size);
	if (window->events.resized)
		window->events.resized(window->user, size.width, size.height);
}
