/* SPDX-License-Identifier: BSD-2-Clause */
/* Lifecycle of an editor, in the order required by gui.h: create, scale, size, parent, show, hide, destroy. */
#include "editor.h"

#include "instance.h"
#include "os.h"

#define FLUSH_PERIOD_MS 50

/* ---- events of the container ---- */

static void container_closed(void *user)
{
	editor_hide(user);
}

static void container_destroyed(void *user)
{
	editor_lose(user);
}

static const struct window_events container_events = {
    .closed = container_closed, .resized = editor_container_resized, .destroyed = container_destroyed};

/* ---- open ---- */

static bool create(struct clap_instance *instance, const struct message *message)
{
	struct editor *editor = &instance->editor;
	atomic_fetch_and(&instance->requests, ~(uint32_t)REQUESTS_OF_EDITOR);
	atomic_store(&editor->embedded, editor->container != NULL);
	atomic_store(&editor->open, true); /* from now on it may send requests */
	editor->created = editor->gui->create(instance->audio.plugin, CLAP_WINDOW_API_X11, editor->container == NULL);
	return editor->created || message_set(message, "\"%s\" failed to create its editor", instance->descriptor->id);
}

/* The container is created first: without an X server, or without the DAW's window, the plugin is not called. */
static bool open_embedded(
    struct clap_instance *instance, const struct plugin_editor_options *options, const struct message *message)
{
	struct editor *editor = &instance->editor;
	const clap_plugin_t *plugin = instance->audio.plugin;
	const struct window_options container = {.title = options->title,
	    .class_name = instance_name(instance),
	    .parent = options->parent_window,
	    .width = editor->size.width,
	    .height = editor->size.height,
	    .events = &container_events,
	    .user = instance};
	editor->container = editor->windows->open(&container, message->text, message->bytes);
	if (!editor->container || !create(instance, message))
		return false;
	if (editor->gui->set_scale)
		editor->gui->set_scale(plugin, editor->windows->scale());
	editor_find_size(instance);
	const clap_window_t window = {.api = CLAP_WINDOW_API_X11, .x11 = editor->windows->id(editor->container)};
	if (!editor->gui->set_parent || !editor->gui->set_parent(plugin, &window))
		return message_set(message, "\"%s\" failed to put its editor into a window", instance->descriptor->id);
	editor_find_size(instance); /* some (DPF's) have a size only now */
	return true;
}

static bool open_floating(
    struct clap_instance *instance, const struct plugin_editor_options *options, const struct message *message)
{
	const clap_plugin_gui_t *gui = instance->editor.gui;
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (!create(instance, message))
		return false;
	const clap_window_t window = {.api = CLAP_WINDOW_API_X11, .x11 = options->parent_window};
	if (options->parent_window && gui->set_transient)
		gui->set_transient(plugin, &window);
	if (options->title && gui->suggest_title)
		gui->suggest_title(plugin, options->title);
	return true;
}

static int32_t open_editor(
    struct clap_instance *instance, const struct plugin_editor_options *options, const struct message *message)
{
	struct editor *editor = &instance->editor;
	const clap_plugin_t *plugin = instance->audio.plugin;
	const bool embeds = editor->gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, false);
	if (!embeds && !editor->gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, true)) {
		message_set(message, "the editor of \"%s\" does not support X11", instance->descriptor->id);
		return PLUGIN_NOT_SUPPORTED;
	}
	editor->windows = options->windows;
	editor->parent = options->parent_window;
	editor->size = (struct editor_size){640, 480}; /* for those that do not report theirs */
	const bool opened = embeds ? open_embedded(instance, options, message) : open_floating(instance, options, message);
	return opened ? PLUGIN_OK : PLUGIN_ERROR;
}

/* ---- show and hide ---- */

/* Without blocks, edits in plugins whose editors do not request a flush (DPF's) would not be received. */
static void flush_is_due(void *user, int32_t fd)
{
	struct clap_instance *instance = user;
	(void)fd;
	atomic_store_explicit(&instance->audio.flush_requested, true, memory_order_release);
}

static void start_flushing(struct clap_instance *instance)
{
	if (instance->audio.params)
		instance->editor.flush_timer = run_loop_add_timer(FLUSH_PERIOD_MS, flush_is_due, instance);
}

static void stop_flushing(struct editor *editor)
{
	if (editor->flush_timer > 0)
		run_loop_remove(editor->flush_timer);
	editor->flush_timer = 0;
}

static void hide(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	stop_flushing(editor);
	if (editor->shown && editor->gui->hide)
		editor->gui->hide(instance->audio.plugin);
	editor->shown = false;
}

/* Embedded editors are shown with their container, and some refuse the call (all of nih-plug's). */
static bool show(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	const bool done = editor->gui->show && editor->gui->show(instance->audio.plugin);
	editor->shown = done || editor->container != NULL;
	if (editor->shown)
		start_flushing(instance);
	return editor->shown;
}

/* Some (DPF's) must not be shown twice: each call starts a timer, and only the last one is stopped. */
bool editor_show(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	if (editor->shown && !editor->container)
		hide(instance);
	if (!editor->shown && !show(instance))
		return false;
	if (editor->container) {
		editor_read_hints(instance);
		editor->windows->show(editor->container);
	}
	return true;
}

void editor_hide(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	hide(instance);
	if (editor->container)
		editor->windows->hide(editor->container);
}

/* The plugin's window must be destroyed before its parent. */
void editor_close(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	hide(instance);
	atomic_store(&editor->open, false);
	atomic_store(&editor->embedded, false);
	if (editor->created)
		editor->gui->destroy(instance->audio.plugin);
	if (editor->container)
		editor->windows->close(editor->container);
	if (editor->resizable)
		editor->remembered = editor->size;
	editor->overruled = (struct editor_size){0};
	editor->container = NULL;
	editor->created = editor->resizable = false;
}

void editor_lose(struct clap_instance *instance)
{
	instance->editor.shown = false;
	editor_close(instance);
}

/* ---- plugin.h ---- */

int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct editor *editor = &instance->editor;
	const struct message message = {error, error_bytes};
	if (!editor->gui) {
		message_set(&message, "\"%s\" has no editor", instance->descriptor->id);
		return PLUGIN_NOT_SUPPORTED;
	}
	if (editor->created && editor->parent != options->parent_window)
		editor_close(instance);
	int32_t status = editor->created ? PLUGIN_OK : open_editor(instance, options, &message);
	if (status == PLUGIN_OK && !editor_show(instance)) {
		message_set(&message, "\"%s\" failed to show its editor", instance->descriptor->id);
		status = PLUGIN_ERROR;
	}
	if (status != PLUGIN_OK)
		editor_close(instance);
	restore_locale();
	return status;
}

void plugin_editor_hide(struct plugin *plugin)
{
	editor_hide((struct clap_instance *)plugin);
}

int32_t plugin_editor_is_shown(const struct plugin *plugin)
{
	return ((const struct clap_instance *)plugin)->editor.shown;
}

void plugin_editor_close(struct plugin *plugin)
{
	editor_close((struct clap_instance *)plugin);
}

int32_t plugin_has_editor(struct plugin *plugin)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const clap_plugin_gui_t *gui = instance->editor.gui;
	return gui && (gui->is_api_supported(instance->audio.plugin, CLAP_WINDOW_API_X11, false) ||
	                  gui->is_api_supported(instance->audio.plugin, CLAP_WINDOW_API_X11, true));
}
