/* SPDX-License-Identifier: BSD-2-Clause */
/* The few functions of Qt 5 that embedding requires, looked up by their mangled C++ names when Qt is opened. All
   [main-thread]. */
#ifndef MAOLAN_QT5_QT_H
#define MAOLAN_QT5_QT_H

#include <stdbool.h>
#include <stdint.h>

/* QObject is the first base of QWidget and QWindow, so all three share one address. */
typedef struct QObject QObject;

/* QPoint and QSize: two ints, which C++ passes like a C struct. */
struct pair {
	int32_t a, b;
};

/* QtSharedPointer::ExternalRefCountData: how a QPointer detects that its object was destroyed. */
struct ref {
	int32_t weak, strong; /* strong is 0: destroyed */
	void (*destroyer)(struct ref *self);
};

struct qt {
	QObject **application; /* QCoreApplication::self */
	void (*application_init)(void *application, int *argc, char **argv, int version);
	void (*process_events)(int flags);
	void (*send_posted_events)(QObject *receiver, int event_type);
	void (*delete_later)(QObject *object);
	struct ref *(*get_and_ref)(const QObject *object);
	void (*operator_delete)(void *memory);

	uint64_t (*widget_win_id)(const QObject *widget);
	QObject *(*widget_window_handle)(const QObject *widget);
	void (*widget_adjust_size)(QObject *widget);
	void (*widget_move)(QObject *widget, const struct pair *place);
	void (*widget_show)(QObject *widget);
	void (*widget_hide)(QObject *widget);

	QObject *(*window_from_win_id)(uint64_t id);
	void (*window_set_parent)(QObject *window, QObject *parent);
	struct pair (*window_minimum_size)(const QObject *window);
};
extern struct qt qt;

/* Open and start Qt, once. False and a sentence on failure. */
bool qt_start(char *error, uint32_t error_bytes);

#endif
