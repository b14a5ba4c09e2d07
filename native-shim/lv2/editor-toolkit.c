/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editors that are toolkit widgets. The code for each toolkit is in a separate library (toolkit.h), loaded only for
 * such an editor. All [main-thread].
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "editor.h"

static const struct editor_toolkit toolkits[] = {
    {LV2_UI__GtkUI, "GTK 2", "libmaolan-gtk2.so"},
    {LV2_UI__Gtk3UI, "GTK 3", NULL},
    {LV2_UI_PREFIX "Gtk4UI", "GTK 4", NULL},
    {LV2_UI__Qt4UI, "Qt 4", NULL},
    {LV2_UI__Qt5UI, "Qt 5", "libmaolan-qt5.so"},
    {LV2_UI_PREFIX "Qt6UI", "Qt 6", NULL},
    {LV2_UI__CocoaUI, "Cocoa (macOS)", NULL},
    {LV2_UI__WindowsUI, "Windows", NULL},
};

const struct editor_toolkit *editor_toolkit_of(bool (*is_a)(const void *editor, const char *type), const void *editor)
{
	for (size_t i = 0; i < sizeof(toolkits) / sizeof(toolkits[0]); i++)
		if (is_a(editor, toolkits[i].type))
			return &toolkits[i];
	return NULL;
}

const char *editor_kind_name(bool (*is_a)(const void *editor, const char *type), const void *editor)
{
	if (is_a(editor, LV2_UI__X11UI))
		return "X11";
	if (is_a(editor, EXTERNAL_UI_WIDGET) || is_a(editor, EXTERNAL_UI_FIRST))
		return "external";
	const struct editor_toolkit *toolkit = editor_toolkit_of(is_a, editor);
	return toolkit ? toolkit->name : "a window of its own";
}

/* ---- its library ---- */

/* All libraries of the host are in one folder; the OS library is the reference, since this code may be linked into
   another program. */
static void *load_sibling(const char *name)
{
	Dl_info os;
	char path[4096];
	void *anything = dlsym(RTLD_DEFAULT, "run_loop_add_timer");
	if (!anything || dladdr(anything, &os) == 0)
		return dlopen(name, RTLD_NOW | RTLD_LOCAL);
	const char *slash = strrchr(os.dli_fname, '/');
	const int folder_bytes = slash ? (int)(slash - os.dli_fname) + 1 : 0;
	snprintf(path, sizeof(path), "%.*s%s", folder_bytes, os.dli_fname, name);
	return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static const struct toolkit_api *load(const char *name, char *error, size_t error_bytes)
{
	void *library = load_sibling(name);
	const struct toolkit_api *(*get)(void) = NULL;
	if (library)
		*(void **)&get = dlsym(library, "toolkit_api");
	const struct toolkit_api *api = get ? get() : NULL;
	if (api && api->abi == TOOLKIT_ABI)
		return api;
	snprintf(
	    error, error_bytes, "%s; reinstall this host", library ? "the libraries of this host do not fit" : dlerror());
	return NULL;
}

/* ---- an editor's widget ---- */

static bool refuse(const struct editor *editor, const char *why, const struct message *message)
{
	return message_set(message, "The editor of %s cannot be opened: %s", editor->instance->uri, why);
}

bool editor_toolkit_start(struct editor *editor, const struct message *message)
{
	char why[512] = "";
	if (editor->source.kind != EDITOR_WIDGET)
		return true;
	const struct toolkit_api *api = load(editor->source.toolkit->library, why, sizeof(why));
	if (!api || api->start(why, sizeof(why)) != 0)
		return refuse(editor, why, message);
	editor->toolkit = api;
	return true;
}

static void widget_gone(void *user)
{
	((struct editor *)user)->closed = true;
}

bool editor_toolkit_embed(struct editor *editor, void *widget, const struct message *message)
{
	const struct toolkit_options options = {
	    .container = editor->windows->id(editor->container), .gone = widget_gone, .user = editor};
	uint32_t width = 0, height = 0;
	editor->view = editor->toolkit->embed(widget, &options);
	if (!editor->view)
		return refuse(editor, "out of memory", message);
	editor->toolkit->minimum(editor->view, &width, &height);
	editor->windows->set_size_hints(editor->container, width, height, 0, 0);
	return true;
}

void editor_toolkit_detach(struct editor *editor)
{
	if (editor->view)
		editor->toolkit->detach(editor->view);
}

void editor_toolkit_stop(struct editor *editor)
{
	if (editor->view)
		editor->toolkit->free(editor->view);
	if (editor->toolkit)
		editor->toolkit->stop();
	editor->view = NULL;
	editor->toolkit = NULL;
}
