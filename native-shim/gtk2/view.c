/* SPDX-License-Identifier: BSD-2-Clause */
/* A widget in a GtkPlug, a GTK window inside the container: the XEmbed client of the window library's socket. */
#include <stdio.h>
#include <stdlib.h>

#include "context.h"
#include "gtk.h"
#include "toolkit.h"

struct toolkit_view {
	GtkWidget *plug, *widget; /* we hold a reference to each */
	unsigned long handler;    /* of widget's "destroy"; 0: already destroyed */
	struct toolkit_options options;
};

static int starts;

static int32_t start(char *error, uint32_t error_bytes)
{
	if (!gtk_start(error, error_bytes))
		return -1;
	if (starts == 0 && !context_start()) {
		snprintf(
		    error, error_bytes, "GTK 2 cannot be served: no memory, no file descriptors, or another thread does so");
		return -1;
	}
	starts++;
	return 0;
}

static void stop(void)
{
	if (--starts == 0)
		context_stop();
}

static void widget_ended(GtkWidget *widget, void *user)
{
	struct toolkit_view *view = user;
	(void)widget;
	view->handler = 0;
	if (view->options.gone)
		view->options.gone(view->options.user);
}

static struct toolkit_view *embed(void *widget, const struct toolkit_options *options)
{
	struct toolkit_view *view = calloc(1, sizeof(*view));
	if (!view)
		return NULL;
	view->options = *options;
	view->widget = gtk.object_ref_sink(widget);
	view->plug = gtk.object_ref_sink(gtk.plug_new((unsigned long)options->container));
	gtk.container_add(view->plug, view->widget);
	view->handler = gtk.signal_connect_data(view->widget, "destroy", widget_ended, view, NULL, 0);
	gtk.widget_show_all(view->plug);
	return view;
}

static void minimum(struct toolkit_view *view, uint32_t *width, uint32_t *height)
{
	struct requisition requisition = {0};
	if (view->handler != 0)
		gtk.widget_size_request(view->plug, &requisition);
	*width = requisition.width > 0 ? (uint32_t)requisition.width : 0;
	*height = requisition.height > 0 ? (uint32_t)requisition.height : 0;
}

/* Editors destroy their widgets one by one in cleanup, so all of them must exist until then. */
static void detach(struct toolkit_view *view)
{
	if (view->handler != 0) {
		gtk.signal_handler_disconnect(view->widget, view->handler);
		view->handler = 0;
		if (gtk.widget_get_parent(view->widget) == view->plug)
			gtk.container_remove(view->plug, view->widget);
	}
	gtk.widget_destroy(view->plug);
	gtk.object_unref(view->plug);
}

static void free_view(struct toolkit_view *view)
{
	gtk.object_unref(view->widget);
	free(view);
	context_serve(); /* runs its pending idle functions and flushes its last requests */
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
	    .serve = context_serve,
	};
	return &api;
}
