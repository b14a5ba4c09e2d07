/* SPDX-License-Identifier: BSD-2-Clause */
/* Lifecycle of an editor: open, show, hide, close. All [main-thread]. */
#include "editor.h"

#include <dlfcn.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "labels.h"
#include "os.h"

/* Until the editor reports its size. */
#define WIDTH_AT_FIRST 640
#define HEIGHT_AT_FIRST 480

/* ---- closing ---- */

static void stop_timer(struct editor *editor)
{
	if (editor->timer > 0)
		run_loop_remove(editor->timer);
	editor->timer = 0;
}

/* The editor must be freed before the window that it draws in. */
static void editor_free(struct editor *editor)
{
	stop_timer(editor);
	editor_toolkit_detach(editor);
	if (editor->handle && editor->descriptor->cleanup)
		editor->descriptor->cleanup(editor->handle);
	editor_toolkit_stop(editor);
	editor_ports_cleanup(editor);
	if (editor->instance->flush_wanted)
		notify_main(); /* the timer no longer does this */
	if (editor->container)
		editor->windows->close(editor->container);
	if (editor->library)
		dlclose(editor->library);
	editor_source_cleanup(&editor->source);
	free(editor->title);
	editor->instance->editor = NULL; /* nor is an editor that failed to open in this process */
	free(editor);
}

/* ---- while it is open ---- */

/*
 * A closed editor is cleaned up, and created again when it is shown again.
 *
 * Events from the plugin are delivered even to a hidden editor, because they cannot be requested again. Values can, so
 * they wait until it is shown.
 */
static void tick(void *user, int32_t fd)
{
	(void)fd;
	struct editor *editor = user;
	if (editor->closed) {
		editor_free(editor);
		return;
	}
	editor_send_events(editor);
	if (!editor->shown)
		return;
	if (editor->to_be_mapped)
		editor->windows->show(editor->container);
	editor->to_be_mapped = false;
	editor_send_values(editor);
	if (editor->external)
		editor->external->run(editor->external);
	if (editor->toolkit)
		editor->toolkit->serve();
	if (editor->closed) {
		editor_free(editor);
		return;
	}
	if (!editor->idle || editor->idle->idle(editor->handle) == 0)
		return;
	/* It closed itself. An editor with its own top-level window may be shown again; an embedded one is created again.
	 */
	if (editor->show)
		plugin_editor_hide(&editor->instance->audio.head);
	else
		editor_free(editor);
}

static bool keep_timer(struct editor *editor)
{
	if (!editor->shown && !editor->listening)
		stop_timer(editor);
	else if (editor->timer == 0)
		editor->timer = run_loop_add_timer(1000 / EDITOR_RATE, tick, editor);
	return editor->timer >= 0;
}

static void container_closed(void *user)
{
	struct editor *editor = user;
	editor->shown = false;
	keep_timer(editor);
}

static void container_resized(void *user, uint32_t width, uint32_t height)
{
	struct editor *editor = user;
	if (editor->handle && editor->resize && editor->resize->ui_resize)
		editor->resize->ui_resize(editor->handle, (int)width, (int)height);
}

static void container_destroyed(void *user)
{
	editor_free(user);
}

static const struct window_events container_events = {
    .closed = container_closed, .resized = container_resized, .destroyed = container_destroyed};

/* ---- opening ---- */

static bool refuse(const struct editor *editor, const char *why, const struct message *message)
{
	return message_set(message, "The editor of %s cannot be opened: %s", editor->instance->uri, why);
}

static const LV2UI_Descriptor *find_descriptor(const struct editor *editor)
{
	LV2UI_DescriptorFunction get = (LV2UI_DescriptorFunction)dlsym(editor->library, "lv2ui_descriptor");
	for (uint32_t i = 0; get; i++) {
		const LV2UI_Descriptor *descriptor = get(i);
		if (!descriptor || (descriptor->URI && strcmp(descriptor->URI, editor->source.uri) == 0))
			return descriptor;
	}
	return NULL;
}

/* Never unloaded: toolkits leave threads and exit handlers behind, which would run unmapped code. */
static bool load(struct editor *editor, const struct message *message)
{
	editor->library = dlopen(editor->source.binary, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!editor->library)
		return message_set(message,
		    "The editor of %s cannot be opened: cannot load %s: %s; install what is missing or reinstall the plugin",
		    editor->instance->uri, editor->source.binary, dlerror());
	editor->descriptor = find_descriptor(editor);
	if (editor->descriptor && editor->descriptor->instantiate)
		return true;
	return message_set(message, "The editor of %s cannot be opened: %s does not contain it; reinstall the plugin",
	    editor->instance->uri, editor->source.binary);
}

static bool open_container(struct editor *editor, const struct message *message)
{
	char why[256] = "no window";
	char name[256];
	label_of_plugin(&editor->instance->subject, name, sizeof(name));
	const struct window_options options = {.title = editor->title,
	    .class_name = name,
	    .parent = editor->parent_window,
	    .width = WIDTH_AT_FIRST,
	    .height = HEIGHT_AT_FIRST,
	    .resizable = editor->source.user_resizable,
	    .follows_child = 1,
	    .events = &container_events,
	    .user = editor};
	editor->container = editor->windows->open(&options, why, sizeof(why));
	return editor->container || refuse(editor, why, message);
}

static const void *extension(const struct editor *editor, const char *uri)
{
	return editor->descriptor->extension_data ? editor->descriptor->extension_data(uri) : NULL;
}

static bool instantiate(struct editor *editor, const struct message *message)
{
	const LV2UI_Descriptor *descriptor = editor->descriptor;
	LV2UI_Widget widget = NULL;
	editor->handle = descriptor->instantiate(
	    descriptor, editor->instance->uri, editor->source.bundle, editor_write, editor, &widget, editor->features.list);
	/* Toolkits call setlocale(LC_ALL, ""), which may set decimal commas. */
	setlocale(LC_NUMERIC, "C");
	if (!editor->handle)
		return refuse(editor, "it refused; its own messages on stderr may say why", message);
	const bool is_object = editor->source.kind == EDITOR_EXTERNAL || editor->source.kind == EDITOR_WIDGET;
	if (is_object && !widget)
		return refuse(editor, "it gave nothing to show; look for another version of the plugin", message);
	if (editor->source.kind == EDITOR_EXTERNAL) {
		editor->external = widget;
		return true;
	}
	/* A widget is driven by its toolkit. Its other functions are meant for hosts without the toolkit, and may shut it
	   down. */
	if (editor->source.kind != EDITOR_WIDGET || editor->source.requires_idle)
		editor->idle = extension(editor, LV2_UI__idleInterface);
	editor->resize = extension(editor, LV2_UI__resize);
	if (editor->source.kind == EDITOR_WIDGET)
		return editor_toolkit_embed(editor, widget, message);
	if (editor->source.kind == EDITOR_SHOWN)
		editor->show = extension(editor, LV2_UI__showInterface);
	if (editor->source.kind == EDITOR_SHOWN && (!editor->show || !editor->show->show || !editor->show->hide))
		return refuse(editor, "it lacks the ui:showInterface that its data promise; reinstall the plugin", message);
	return true;
}

/* Once per plugin instance. */
static bool open_exchange(struct editor *editor)
{
	struct lv2_audio *audio = &editor->instance->audio;
	editor->exchange = audio->exchange;
	if (!editor->exchange) {
		editor->exchange = exchange_new(audio);
		atomic_store_explicit(&audio->exchange, editor->exchange, memory_order_release);
	}
	return editor->exchange != NULL;
}

static bool open_parts(struct editor *editor, const struct message *message)
{
	editor->float_protocol = urids_map(editor->instance->urids, LV2_UI__floatProtocol);
	editor->event_transfer = urids_map(editor->instance->urids, LV2_ATOM__eventTransfer);
	if (!open_exchange(editor) || !editor_ports_init(editor))
		return refuse(editor, "out of memory", message);
	if (editor->source.kind <= EDITOR_WIDGET && !open_container(editor, message))
		return false;
	if (!editor_toolkit_start(editor, message) || !load(editor, message))
		return false;
	editor_features_init(editor);
	if (!instantiate(editor, message))
		return false;
	editor_send_values(editor);
	/* By the next tick its window exists and the container has its size, so it can be positioned well. */
	editor->to_be_mapped = editor->container != NULL;
	return true;
}

static int32_t editor_open(
    struct lv2_instance *instance, const struct plugin_editor_options *options, const struct message *message)
{
	struct editor *editor = calloc(1, sizeof(*editor));
	char *title = strdup(options->title ? options->title : instance->uri);
	if (!editor || !title) {
		free(editor);
		free(title);
		message_set(message, "The editor of %s cannot be opened: out of memory", instance->uri);
		return PLUGIN_ERROR;
	}
	editor->instance = instance;
	editor->windows = options->windows;
	editor->parent_window = options->parent_window;
	editor->title = title;
	int32_t status = editor_source_find(instance, &editor->source, message);
	if (status == PLUGIN_OK && !open_parts(editor, message))
		status = PLUGIN_ERROR;
	if (status == PLUGIN_OK)
		instance->editor = editor;
	else
		editor_free(editor);
	return status;
}

/* ---- the ABI ---- */

int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const struct message message = {error, error_bytes};
	struct editor *open = instance->editor;
	if (open && (open->closed || open->parent_window != options->parent_window)) {
		editor_free(open);
		open = NULL;
	}
	const int32_t status = open ? PLUGIN_OK : editor_open(instance, options, &message);
	if (status != PLUGIN_OK)
		return status;

	struct editor *editor = instance->editor;
	if (editor->container && !editor->to_be_mapped)
		editor->windows->show(editor->container);
	editor->shown = true;
	if (editor->external)
		editor->external->show(editor->external);
	const bool visible = !editor->show || editor->show->show(editor->handle) == 0;
	if (visible && keep_timer(editor)) {
		message_set(&message, "%s", ""); /* it may refer to an editor that was not selected */
		return PLUGIN_OK;
	}
	refuse(editor, visible ? "there is no timer" : "it cannot show its window", &message);
	editor_free(editor);
	return PLUGIN_ERROR;
}

void plugin_editor_hide(struct plugin *plugin)
{
	struct editor *editor = ((struct lv2_instance *)plugin)->editor;
	if (!editor || !editor->shown)
		return;
	if (editor->container)
		editor->windows->hide(editor->container);
	if (editor->show)
		editor->show->hide(editor->handle);
	if (editor->external)
		editor->external->hide(editor->external);
	editor->shown = false;
	keep_timer(editor);
}

int32_t plugin_editor_is_shown(const struct plugin *plugin)
{
	const struct editor *editor = ((const struct lv2_instance *)plugin)->editor;
	return editor && editor->shown;
}

void plugin_editor_close(struct plugin *plugin)
{
	struct editor *editor = ((struct lv2_instance *)plugin)->editor;
	if (editor)
		editor_free(editor);
}

int32_t plugin_has_editor(struct plugin *plugin)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	char text[256];
	struct editor_source source = {0};
	const bool has = editor_source_find(instance, &source, &(struct message){text, sizeof(text)}) == PLUGIN_OK;
	if (has)
		editor_source_cleanup(&source);
	return has;
}
