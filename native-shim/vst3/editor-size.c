/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The size of the editor. The view requests one by resizeView, the user by dragging the container's border; in either
 * case the view gets the result by onSize, and container and view then have the same size.
 */
#include "editor.h"

#include <pthread.h>

#include "instance.h"

#define RESIZES_NESTED_MAX 8u /* a view that answers each onSize with another resizeView keeps the last size */

static bool same_size(struct editor_size a, struct editor_size b)
{
	return a.width == b.width && a.height == b.height;
}

/* False if it is not a valid size. */
static bool size_of(const struct v3_view_rect *rect, struct editor_size *size)
{
	const int64_t width = (int64_t)rect->right - rect->left;
	const int64_t height = (int64_t)rect->bottom - rect->top;
	*size = (struct editor_size){(uint32_t)width, (uint32_t)height};
	return width > 0 && height > 0 && width <= INT16_MAX && height <= INT16_MAX; /* X11's limit */
}

static struct v3_view_rect rect_of(struct editor_size size)
{
	return (struct v3_view_rect){0, 0, (int32_t)size.width, (int32_t)size.height};
}

static bool resize_container(const struct editor *editor, struct editor_size size)
{
	return editor->windows->resize(editor->window, size.width, size.height) == 0;
}

void editor_take_size_of_view(struct editor *editor)
{
	struct v3_view_rect rect = {0};
	struct editor_size size;
	if ((*editor->view)->get_size(editor->view, &rect) != V3_OK || !size_of(&rect, &size) ||
	    same_size(size, editor->size))
		return;
	if (resize_container(editor, size))
		editor->size = size;
}

void editor_notify_view_size(struct editor *editor)
{
	struct v3_view_rect rect = rect_of(editor->size);
	editor->nested++;
	(*editor->view)->on_size(editor->view, &rect);
	editor->nested--;
}

/* ---- requests of the view ---- */

static v3_result resize_view(void *self, struct v3_plugin_view **view, struct v3_view_rect *rect)
{
	struct vst3_instance *instance = facet_instance(self);
	struct editor *editor = &instance->editor;
	struct editor_size size;
	if (!pthread_equal(pthread_self(), instance->main_thread))
		return V3_FALSE;
	if (!view || view != editor->view || !rect || !size_of(rect, &size))
		return V3_INVALID_ARG;
	if (!editor->attached)
		return V3_FALSE;
	if (editor->nested > 0 && same_size(size, editor->size))
		return V3_OK; /* inside onSize */
	if (editor->nested >= RESIZES_NESTED_MAX || !resize_container(editor, size))
		return V3_FALSE;
	editor->size = size;
	editor->refused = (struct editor_size){0};
	editor_notify_view_size(editor);
	return V3_OK;
}

const struct v3_plugin_frame editor_frame_table = {
    FACET_UNKNOWN,
    .resize_view = resize_view,
};

/* ---- requests of the user ---- */

/* The size that the view makes of a requested one. The specification does not say what checkSizeConstraint returns for
   an adjusted rect, so the rect is used if it was changed. */
static struct editor_size constrain(const struct editor *editor, struct editor_size wanted)
{
	struct v3_plugin_view **view = editor->view;
	struct v3_view_rect rect = rect_of(wanted);
	struct editor_size allowed;
	if ((*view)->can_resize(view) != V3_OK)
		return editor->size;
	const v3_result result = (*view)->check_size_constraint(view, &rect);
	if (!size_of(&rect, &allowed))
		return editor->size;
	return result == V3_FALSE && same_size(allowed, wanted) ? editor->size : allowed;
}

void editor_container_resized(struct editor *editor, uint32_t width, uint32_t height)
{
	const struct editor_size given = {width, height};
	if (!editor->attached)
		return;
	const struct editor_size allowed = constrain(editor, given);
	/* Tiling window managers ignore refusals, so they are asked only once. */
	const bool insists = same_size(given, editor->refused);
	if (same_size(given, allowed))
		editor->refused = (struct editor_size){0};
	else if (!insists && resize_container(editor, allowed))
		editor->refused = given;
	if (same_size(allowed, editor->size))
		return;
	editor->size = allowed;
	editor_notify_view_size(editor);
}
