/* SPDX-License-Identifier: BSD-2-Clause */
/* The few functions of GTK 2 and GLib that embedding requires, looked up by name when GTK is opened. All [main-thread].
 */
#ifndef MAOLAN_GTK2_GTK_H
#define MAOLAN_GTK2_GTK_H

#include <stdbool.h>
#include <stdint.h>

/* Declared as in GLib and GTK 2; their objects are opaque here. */
typedef struct GtkWidget GtkWidget;
typedef struct GMainContext GMainContext;

struct poll_fd {
	int fd;
	uint16_t events, revents; /* as in struct pollfd */
};

struct requisition {
	int width, height; /* pixels */
};

typedef void (*destroy_callback)(GtkWidget *widget, void *user);

struct gtk {
	void (*disable_setlocale)(void);
	int (*init_check)(int *argc, char ***argv);
	void *(*default_xdisplay)(void);
	void *(*display_open)(const char *name);
	void *(*display_manager)(void);
	void (*set_default_display)(void *manager, void *display);

	GtkWidget *(*plug_new)(unsigned long socket);
	void (*container_add)(GtkWidget *container, GtkWidget *widget);
	void (*container_remove)(GtkWidget *container, GtkWidget *widget);
	GtkWidget *(*widget_get_parent)(GtkWidget *widget);
	void (*widget_show_all)(GtkWidget *widget);
	void (*widget_size_request)(GtkWidget *widget, struct requisition *requisition);
	void (*widget_destroy)(GtkWidget *widget);

	void *(*object_ref_sink)(void *object);
	void (*object_unref)(void *object);
	unsigned long (*signal_connect_data)(void *object, const char *signal, destroy_callback callback, void *user,
	    void (*destroy_data)(void *user, void *closure), int flags);
	void (*signal_handler_disconnect)(void *object, unsigned long id);

	GMainContext *(*context_default)(void);
	int (*context_acquire)(GMainContext *context);
	void (*context_release)(GMainContext *context);
	int (*context_iteration)(GMainContext *context, int may_block);
	int (*context_prepare)(GMainContext *context, int *priority);
	int (*context_query)(GMainContext *context, int priority_max, int *timeout_ms, struct poll_fd *fds, int fds_max);

	int (*connection_number)(void *xdisplay);
	int (*(*set_error_handler)(int (*handler)(void *display, void *error)))(void *display, void *error);
};
extern struct gtk gtk;

/* Open and start GTK, once; if its X server has ended since, connect again. False and a sentence on failure. */
bool gtk_start(char *error, uint32_t error_bytes);

#endif
