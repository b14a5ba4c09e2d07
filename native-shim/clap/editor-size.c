/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sizes of embedded editors. The plugin decides: when the user resizes the container, the plugin is asked what fits
 * (adjust_size) before it gets the size, and the container takes the result. A size that the plugin requests itself is
 * granted without a call of set_size.
 */
#include "editor.h"
#include "instance.h"

static bool same(struct editor_size a, struct editor_size b)
{
	return a.width == b.width && a.height == b.height;
}

static bool is_size(struct editor_size size)
{
	return size.width > 0 && size.height > 0;
}

static void resize_container(struct editor *editor, struct editor_size size)
{
	if (editor->container)
		editor->windows->resize(editor->container, size.width, size.height);
}

static bool set_size(const struct clap_instance *instance, struct editor_size size)
{
	const clap_plugin_gui_t *gui = instance->editor.gui;
	return gui->set_size && gui->set_size(instance->audio.plugin, size.width, size.height);
}

/* The closest size that the editor supports. */
static struct editor_size adjust(const struct clap_instance *instance, struct editor_size size)
{
	const clap_plugin_gui_t *gui = instance->editor.gui;
	struct editor_size adjusted = size;
	const bool done = gui->adjust_size && gui->adjust_size(instance->audio.plugin, &adjusted.width, &adjusted.height);
	return done && is_size(adjusted) ? adjusted : size;
}

/* Take over the size that the editor reports. */
static void read_size(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	struct editor_size size = {0};
	if (!editor->gui->get_size || !editor->gui->get_size(instance->audio.plugin, &size.width, &size.height) ||
	    !is_size(size) || same(size, editor->size))
		return;
	editor->size = size;
	resize_container(editor, size);
}

/* Restore the size that the user gave to the previous editor. */
static void restore_size(struct clap_instance *instance)
{
	const struct editor *editor = &instance->editor;
	if (!editor->resizable || !is_size(editor->remembered) || same(editor->remembered, editor->size))
		return;
	set_size(instance, adjust(instance, editor->remembered));
}

static bool can_resize(const struct clap_instance *instance)
{
	const clap_plugin_gui_t *gui = instance->editor.gui;
	return gui->can_resize && gui->can_resize(instance->audio.plugin);
}

/* The window manager should not offer sizes that the editor rejects. */
void editor_read_hints(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	clap_gui_resize_hints_t hints = {0};
	editor->resizable = can_resize(instance);
	const bool hinted = editor->resizable && editor->gui->get_resize_hints &&
	                    editor->gui->get_resize_hints(instance->audio.plugin, &hints);
	const uint32_t width = hinted && !hints.can_resize_horizontally ? editor->size.width : 0;
	const uint32_t height = hinted && !hints.can_resize_vertically ? editor->size.height : 0;
	editor->fixed_part = width > 0 || height > 0;
	if (!editor->container)
		return;
	editor->windows->set_size_hints(editor->container, width, height, width, height);
	editor->windows->set_resizable(editor->container, editor->resizable);
}

void editor_find_size(struct clap_instance *instance)
{
	instance->editor.resizable = can_resize(instance);
	restore_size(instance);
	read_size(instance);
	editor_read_hints(instance);
}

bool editor_grant_size(struct clap_instance *instance, struct editor_size size)
{
	struct editor *editor = &instance->editor;
	const struct editor_size before = editor->size;
	if (!editor->container)
		return false;
	editor->size = size;
	if (editor->fixed_part) /* window managers enforce hints, and resize at once when they change */
		editor->windows->set_size_hints(editor->container, 0, 0, 0, 0);
	editor->fixed_part = false;
	if (editor->windows->resize(editor->container, size.width, size.height) != 0) {
		editor->size = before;
		return false;
	}
	editor->granted++;
	return true;
}

/* Resize the container to fit, unless it comes back each time because its window manager, or the DAW, insists. */
static void overrule(struct editor *editor, struct editor_size asked)
{
	const bool insists = same(asked, editor->overruled);
	editor->overruled = asked;
	if (!insists)
		resize_container(editor, editor->size);
}

void editor_container_resized(void *user, uint32_t width, uint32_t height)
{
	struct clap_instance *instance = user;
	struct editor *editor = &instance->editor;
	const struct editor_size asked = {width, height};
	if (!editor->resizable)
		return;
	const uint32_t granted = editor->granted;
	const struct editor_size adjusted = adjust(instance, asked);
	const bool follows = same(adjusted, editor->size) || set_size(instance, adjusted);
	if (editor->granted != granted || !editor->container)
		return; /* it has requested and got another size meanwhile */
	if (follows)
		editor->size = adjusted;
	if (!same(editor->size, asked))
		overrule(editor, asked);
	else
		editor->overruled = (struct editor_size){0};
}
