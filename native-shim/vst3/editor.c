/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lifecycle of the editor, in VST3's order: createView, isPlatformTypeSupported, setFrame, setContentScaleFactor,
 * getSize, attached, onSize ... removed, setFrame(NULL), release.
 *
 * The container is opened before the view is asked for its size: if there is no X server or no such parent, the
 * plugin's toolkit, which may crash then, is not even started.
 */
#include "editor.h"

#include <string.h>

#include "instance.h"
#include "os.h"

/* Until the view reports its size. */
#define WIDTH_UNKNOWN 640u
#define HEIGHT_UNKNOWN 480u

#define NAME_OF(instance) ((instance)->module.name)

/* ---- events of the container ---- */

static void on_closed(void *user)
{
	struct vst3_instance *instance = user;
	instance->editor.shown = false;
}

static void on_resized(void *user, uint32_t width, uint32_t height)
{
	struct vst3_instance *instance = user;
	editor_container_resized(&instance->editor, width, height);
}

static void on_focused(void *user, int32_t on)
{
	const struct vst3_instance *instance = user;
	const struct editor *editor = &instance->editor;
	if (editor->attached)
		(*editor->view)->on_focus(editor->view, on != 0);
}

static void on_destroyed(void *user)
{
	editor_close(user);
}

static const struct window_events events = {on_closed, on_resized, on_focused, on_destroyed, editor_key, editor_wheel};

/* ---- open ---- */

static int32_t create_view(struct vst3_instance *instance, const struct message *message)
{
	struct v3_edit_controller **controller = instance->controller;
	struct v3_plugin_view **view = controller ? (*controller)->create_view(controller, "editor") : NULL;
	instance->editor.view = view;
	if (!view) {
		message_set(message, "\"%s\" has no editor", NAME_OF(instance));
		return PLUGIN_NOT_SUPPORTED;
	}
	if ((*view)->is_platform_type_supported(view, V3_VIEW_PLATFORM_TYPE_X11) == V3_OK)
		return PLUGIN_OK;
	message_set(message, "The editor of \"%s\" cannot be shown: it knows no X11 windows", NAME_OF(instance));
	return PLUGIN_NOT_SUPPORTED;
}

static bool open_container(struct vst3_instance *instance, const struct message *message)
{
	struct editor *editor = &instance->editor;
	char why[256] = "";
	const struct window_options options = {.title = editor->title[0] ? editor->title : NAME_OF(instance),
	    .class_name = NAME_OF(instance),
	    .parent = editor->parent,
	    .width = WIDTH_UNKNOWN,
	    .height = HEIGHT_UNKNOWN,
	    .events = &events,
	    .user = instance};
	editor->window = editor->windows->open(&options, why, sizeof(why));
	editor->size = (struct editor_size){WIDTH_UNKNOWN, HEIGHT_UNKNOWN};
	editor->refused = (struct editor_size){0};
	return editor->window || message_set(message, "Failed to open the editor of \"%s\": %s", NAME_OF(instance), why);
}

static void pass_scale(const struct editor *editor)
{
	struct v3_plugin_view_content_scale **content_scale = NULL;
	(*editor->view)->query_interface(editor->view, v3_plugin_view_content_scale_iid, (void **)&content_scale);
	if (!content_scale)
		return;
	(*content_scale)->set_content_scale_factor(content_scale, (float)editor->windows->scale());
	(*content_scale)->unref(content_scale);
}

static bool attach(struct vst3_instance *instance, const struct message *message)
{
	struct editor *editor = &instance->editor;
	struct v3_plugin_view **view = editor->view;
	(*view)->set_frame(view, (struct v3_plugin_frame **)&editor->frame.items[0]);
	pass_scale(editor);
	editor_take_size_of_view(editor);
	editor->attached = true; /* views resize themselves inside attached */
	/* attached gets the X11 id as a pointer */
	void *id = (void *)(uintptr_t)editor->windows->id(editor->window);
	const v3_result result = (*view)->attached(view, id, V3_VIEW_PLATFORM_TYPE_X11);
	if (result != V3_OK) {
		editor->attached = false;
		return message_set(
		    message, "The editor of \"%s\" failed to attach to its window (result: %d)", NAME_OF(instance), result);
	}
	editor->windows->set_resizable(editor->window, (*view)->can_resize(view) == V3_OK);
	editor_take_size_of_view(editor); /* some have a size only now */
	editor_notify_view_size(editor);
	return true;
}

static int32_t open_editor(struct vst3_instance *instance, const struct message *message)
{
	int32_t status = create_view(instance, message);
	if (status == PLUGIN_OK && (!open_container(instance, message) || !attach(instance, message)))
		status = PLUGIN_ERROR;
	restore_locale();
	if (status != PLUGIN_OK)
		editor_close(instance);
	return status;
}

static int32_t show_editor(struct vst3_instance *instance, const struct message *message)
{
	struct editor *editor = &instance->editor;
	const int32_t status = editor->window ? PLUGIN_OK : open_editor(instance, message);
	if (status != PLUGIN_OK)
		return status;
	editor->windows->show(editor->window);
	editor->shown = true;
	atomic_store(&editor->may_be_opened, true);
	return PLUGIN_OK;
}

void editor_serve(struct vst3_instance *instance)
{
	char text[256] = "";
	if (atomic_exchange(&instance->editor.open_wanted, false) &&
	    show_editor(instance, &(struct message){text, sizeof(text)}) != PLUGIN_OK)
		log_text("VST3: %s", text);
}

/* ---- close ---- */

static void release_view(struct vst3_instance *instance)
{
	struct editor *editor = &instance->editor;
	struct v3_plugin_view **view = editor->view;
	const bool attached = editor->attached;
	editor->attached = false; /* ignores requests that it makes while closing */
	if (attached)
		(*view)->removed(view);
	if (view && editor->window)
		(*view)->set_frame(view, NULL);
	run_loop_clear(&instance->run_loop, &editor->frame);
	editor->view = NULL;
	if (view)
		(*view)->unref(view);
}

void editor_close(struct vst3_instance *instance)
{
	struct editor *editor = &instance->editor;
	release_view(instance);
	if (editor->window)
		editor->windows->close(editor->window);
	editor->window = NULL;
	editor->shown = false;
}

void editor_close_for_reload(struct vst3_instance *instance)
{
	instance->editor.reopen = instance->editor.shown;
	editor_close(instance);
}

void editor_reopen(struct vst3_instance *instance)
{
	char text[256] = "";
	if (instance->editor.reopen && show_editor(instance, &(struct message){text, sizeof(text)}) != PLUGIN_OK)
		log_text("VST3: %s", text);
	instance->editor.reopen = false;
}

void editor_init(struct vst3_instance *instance)
{
	struct facets *frame = &instance->editor.frame;
	frame->instance = instance;
	facets_add(frame, v3_plugin_frame_iid, &editor_frame_table);
	facets_add(frame, v3_run_loop_iid, &run_loop_table);
}

/* ---- plugin.h ---- */

int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct editor *editor = &instance->editor;
	if (editor->window && editor->parent != options->parent_window)
		editor_close(instance);
	if (!editor->window) {
		editor->windows = options->windows;
		editor->parent = options->parent_window;
		text_copy(editor->title, sizeof(editor->title), options->title ? options->title : "", SIZE_MAX);
	}
	return show_editor(instance, &(struct message){error, error_bytes});
}

void plugin_editor_hide(struct plugin *plugin)
{
	struct editor *editor = &((struct vst3_instance *)plugin)->editor;
	if (!editor->window)
		return;
	editor->windows->hide(editor->window);
	editor->shown = false;
}

int32_t plugin_editor_is_shown(const struct plugin *plugin)
{
	return ((const struct vst3_instance *)plugin)->editor.shown;
}

void plugin_editor_close(struct plugin *plugin)
{
	editor_close((struct vst3_instance *)plugin);
}

int32_t plugin_has_editor(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_edit_controller **controller = instance->controller;
	if (instance->editor.view)
		return 1;
	struct v3_plugin_view **view = controller ? (*controller)->create_view(controller, "editor") : NULL;
	const bool has = view && (*view)->is_platform_type_supported(view, V3_VIEW_PLATFORM_TYPE_X11) == V3_OK;
	if (view)
		(*view)->unref(view);
	return has;
}
