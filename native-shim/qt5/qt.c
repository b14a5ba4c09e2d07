/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads Qt 5 at run time. */
#include "qt.h"

#include <dlfcn.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QT5 "libQt5Widgets.so.5"
#define VERSION_5 0x050000

struct qt qt;

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
    {"_ZN16QCoreApplication4selfE", offsetof(struct qt, application)},
    {"_ZN12QApplicationC1ERiPPci", offsetof(struct qt, application_init)},
    {"_ZN16QCoreApplication13processEventsE6QFlagsIN10QEventLoop17ProcessEventsFlagEE",
        offsetof(struct qt, process_events)},
    {"_ZN16QCoreApplication16sendPostedEventsEP7QObjecti", offsetof(struct qt, send_posted_events)},
    {"_ZN7QObject11deleteLaterEv", offsetof(struct qt, delete_later)},
    {"_ZN15QtSharedPointer20ExternalRefCountData9getAndRefEPK7QObject", offsetof(struct qt, get_and_ref)},
    {"_ZdlPv", offsetof(struct qt, operator_delete)},
    {"_ZNK7QWidget5winIdEv", offsetof(struct qt, widget_win_id)},
    {"_ZNK7QWidget12windowHandleEv", offsetof(struct qt, widget_window_handle)},
    {"_ZN7QWidget10adjustSizeEv", offsetof(struct qt, widget_adjust_size)},
    {"_ZN7QWidget4moveERK6QPoint", offsetof(struct qt, widget_move)},
    {"_ZN7QWidget4showEv", offsetof(struct qt, widget_show)},
    {"_ZN7QWidget4hideEv", offsetof(struct qt, widget_hide)},
    {"_ZN7QWindow9fromWinIdEy", offsetof(struct qt, window_from_win_id)},
    {"_ZN7QWindow9setParentEPS_", offsetof(struct qt, window_set_parent)},
    {"_ZNK7QWindow11minimumSizeEv", offsetof(struct qt, window_minimum_size)},
};

static bool fail(char *error, uint32_t error_bytes, const char *why, const char *detail)
{
	snprintf(error, error_bytes, why, detail);
	return false;
}

/* With global symbols, as in a host linked to Qt: some editors use Qt without linking to it. */
static bool open_library(char *error, uint32_t error_bytes)
{
	void *library = dlopen(QT5, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
	if (!library)
		return fail(error, error_bytes,
		    "it needs Qt 5, which cannot be loaded (%s); install it (Debian: apt-get install libqt5widgets5)",
		    dlerror());
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function)
			return fail(
			    error, error_bytes, "it needs Qt 5, whose " QT5 " has no %s; reinstall Qt 5", functions[i].name);
		*(void **)((char *)&qt + functions[i].offset) = function;
	}
	return true;
}

/* Restore a variable's value, or unset it. */
static void put_back(const char *name, char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
	free(value);
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* Wayland cannot embed windows, so the X11 platform is forced. Qt sets the locale, which may use decimal commas. The
   application is never destroyed: Qt does not support a second one. */
static void create_application(void)
{
	static void *application[8]; /* a QApplication consists of two pointers */
	static char name[] = "maolan-plugin-host";
	static char *argv[] = {name, NULL};
	static int argc = 1;
	char *platform = copy(getenv("QT_QPA_PLATFORM"));
	char *locale = copy(setlocale(LC_ALL, NULL));
	setenv("QT_QPA_PLATFORM", "xcb", 1);
	qt.application_init(application, &argc, argv, VERSION_5);
	put_back("QT_QPA_PLATFORM", platform);
	setlocale(LC_ALL, locale ? locale : "C");
	free(locale);
}

bool qt_start(char *error, uint32_t error_bytes)
{
	static bool is_open;
	is_open = is_open || open_library(error, error_bytes);
	if (is_open && !*qt.application)
		create_application();
	return is_open;
}
