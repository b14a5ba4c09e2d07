/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads GTK 2 at run time. */
#include "gtk.h"

#include <dlfcn.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define GTK2 "libgtk-x11-2.0.so.0"
#define GTK3 "libgtk-3.so.0"
#define GTK4 "libgtk-4.so.1"

struct gtk gtk;

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
    {"gtk_disable_setlocale", offsetof(struct gtk, disable_setlocale)},
    {"gtk_init_check", offsetof(struct gtk, init_check)},
    {"gdk_x11_get_default_xdisplay", offsetof(struct gtk, default_xdisplay)},
    {"gdk_display_open", offsetof(struct gtk, display_open)},
    {"gdk_display_manager_get", offsetof(struct gtk, display_manager)},
    {"gdk_display_manager_set_default_display", offsetof(struct gtk, set_default_display)},
    {"gtk_plug_new", offsetof(struct gtk, plug_new)},
    {"gtk_container_add", offsetof(struct gtk, container_add)},
    {"gtk_container_remove", offsetof(struct gtk, container_remove)},
    {"gtk_widget_get_parent", offsetof(struct gtk, widget_get_parent)},
    {"gtk_widget_show_all", offsetof(struct gtk, widget_show_all)},
    {"gtk_widget_size_request", offsetof(struct gtk, widget_size_request)},
    {"gtk_widget_destroy", offsetof(struct gtk, widget_destroy)},
    {"g_object_ref_sink", offsetof(struct gtk, object_ref_sink)},
    {"g_object_unref", offsetof(struct gtk, object_unref)},
    {"g_signal_connect_data", offsetof(struct gtk, signal_connect_data)},
    {"g_signal_handler_disconnect", offsetof(struct gtk, signal_handler_disconnect)},
    {"g_main_context_default", offsetof(struct gtk, context_default)},
    {"g_main_context_acquire", offsetof(struct gtk, context_acquire)},
    {"g_main_context_release", offsetof(struct gtk, context_release)},
    {"g_main_context_iteration", offsetof(struct gtk, context_iteration)},
    {"g_main_context_prepare", offsetof(struct gtk, context_prepare)},
    {"g_main_context_query", offsetof(struct gtk, context_query)},
    {"XConnectionNumber", offsetof(struct gtk, connection_number)},
    {"XSetErrorHandler", offsetof(struct gtk, set_error_handler)},
};

static bool fail(char *error, uint32_t error_bytes, const char *why, const char *detail)
{
	snprintf(error, error_bytes, why, detail);
	return false;
}

/* With global symbols, as in a host linked to GTK: some editors use GTK without linking to it. */
static bool open_library(char *error, uint32_t error_bytes)
{
	if (dlopen(GTK3, RTLD_NOW | RTLD_NOLOAD) || dlopen(GTK4, RTLD_NOW | RTLD_NOLOAD))
		return fail(error, error_bytes, "%s", "it needs GTK 2, and the plugin has brought another GTK to this process");
	void *library = dlopen(GTK2, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
	if (!library)
		return fail(error, error_bytes,
		    "it needs GTK 2, which cannot be loaded (%s); install it (Debian: apt-get install libgtk2.0-0)", dlerror());
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function)
			return fail(
			    error, error_bytes, "it needs GTK 2, whose " GTK2 " has no %s; reinstall GTK 2", functions[i].name);
		*(void **)((char *)&gtk + functions[i].offset) = function;
	}
	return true;
}

static bool no_server(char *error, uint32_t error_bytes)
{
	const char *name = getenv("DISPLAY");
	return fail(error, error_bytes, "GTK 2 cannot connect to the X server \"%s\"", name ? name : "");
}

/* GTK's X error handler ends the process, and the locale that it sets may use decimal commas. */
static bool init(char *error, uint32_t error_bytes)
{
	gtk.disable_setlocale();
	int (*const before)(void *, void *) = gtk.set_error_handler(NULL);
	const bool is_there = gtk.init_check(NULL, NULL);
	gtk.set_error_handler(before);
	return is_there || no_server(error, error_bytes);
}

/* GTK's connection may be to a server that has ended. */
static bool connect(char *error, uint32_t error_bytes)
{
	struct pollfd connection = {.fd = gtk.connection_number(gtk.default_xdisplay())};
	if (poll(&connection, 1, 0) == 0)
		return true;
	void *display = gtk.display_open(NULL);
	if (!display)
		return no_server(error, error_bytes);
	gtk.set_default_display(gtk.display_manager(), display);
	return true;
}

bool gtk_start(char *error, uint32_t error_bytes)
{
	static bool is_open, is_started;
	is_open = is_open || open_library(error, error_bytes);
	is_started = is_started || (is_open && init(error, error_bytes));
	return is_started && connect(error, error_bytes);
}
