/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A widget whose window has the container, a foreign window for Qt, as its parent. Qt reads its X connection on a
 * thread of its own, so there is no file descriptor to wait for: the editor's timer calls processEvents 40 times a
 * second.
 */
#include <stdlib.h>

#include "qt.h"
#include "toolkit.h"

#define DEFERRED_DELETE 52 /* QEvent::DeferredDelete */

struct toolkit_view {
	QObject *widget; /* must not be used once ref reports it as destroyed */
	struct ref *ref;
	QObject *container; /* a QWindow that wraps it */
	bool is_reported;
	struct toolkit_options options;
};

static struct toolkit_view *shown; /* only one at a time */

static bool is_alive(const struct toolkit_view *view)
{
	return __atomic_load_n(&view->ref->strong, __ATOMIC_ACQUIRE) != 0;
}

static int32_t start(char *error, uint32_t error_bytes)
{
	return qt_start(error, error_bytes) ? 0 : -1;
}

static void stop(void)
{
}

static void serve(void)
{
	qt.process_events(0);
	qt.send_posted_events(NULL, DEFERRED_DELETE);
	if (!shown || shown->is_reported || is_alive(shown))
		return;
	shown->is_reported = true;
	if (shown->options.gone)
		shown->options.gone(shown->options.user);
}

static struct toolkit_view *embed(void *widget, const struct toolkit_options *options)
{
	static const struct pair origin;
	struct toolkit_view *view = calloc(1, sizeof(*view));
	if (!view)
		return NULL;
	view->options = *options;
	view->widget = widget;
	view->ref = qt.get_and_ref(view->widget);
	qt.widget_adjust_size(view->widget);
	qt.widget_move(view->widget, &origin);
	qt.widget_win_id(view->widget); /* creates its window */
	view->container = qt.window_from_win_id(options->container);
	qt.window_set_parent(qt.widget_window_handle(view->widget), view->container);
	qt.widget_show(view->widget);
	shown = view;
	serve();
	return view;
}

static void minimum(struct toolkit_view *view, uint32_t *width, uint32_t *height)
{
	struct pair size = {0, 0};
	if (is_alive(view))
		size = qt.window_minimum_size(qt.widget_window_handle(view->widget));
	*width = size.a > 0 ? (uint32_t)size.a : 0;
	*height = size.b > 0 ? (uint32_t)size.b : 0;
}

static void detach(struct toolkit_view *view)
{
	shown = NULL;
	if (!is_alive(view))
		return;
	qt.widget_hide(view->widget);
	QObject *window = qt.widget_window_handle(view->widget);
	if (window)
		qt.window_set_parent(window, NULL);
}

static void free_view(struct toolkit_view *view)
{
	if (is_alive(view))
		qt.delete_later(view->widget);
	if (view->container)
		qt.delete_later(view->container);
	if (__atomic_sub_fetch(&view->ref->weak, 1, __ATOMIC_ACQ_REL) == 0)
		qt.operator_delete(view->ref);
	free(view);
	serve();
}

__attribute__((visibility("default"))) const struct toolkit_api *toolkit_api(void)
{
	static const struct toolkit_api api = {
	    .abi = TOOLKIT_ABI,
	    .start = start,
	    .stop = stop,
	    .embed = embed,
	    .minimum = minimum,
	    .detach = detach,
	    .free = free_view,
	    .serve = serve,
	};
	return &api;
}
