/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests of the editor to its host, from any thread, and how the main thread handles them. */
#include "editor.h"
#include "instance.h"

#define SIZE_MAX_X11 32767u

static void resize_hints_changed(const clap_host_t *host)
{
	struct clap_instance *instance = host_instance(host);
	if (atomic_load(&instance->editor.embedded))
		instance_request(instance, REQUEST_HINTS);
}

/* On the main thread the answer is final, and the container has its new size when this returns. */
static bool request_resize(const clap_host_t *host, uint32_t width, uint32_t height)
{
	struct clap_instance *instance = host_instance(host);
	struct editor *editor = &instance->editor;
	if (!atomic_load(&editor->embedded) || width < 1 || height < 1 || width > SIZE_MAX_X11 || height > SIZE_MAX_X11)
		return false;
	if (instance_is_on_main(instance))
		return editor_grant_size(instance, (struct editor_size){width, height});
	atomic_store(&editor->wanted, (uint64_t)width << 32 | height);
	instance_request(instance, REQUEST_RESIZE);
	return true;
}

/* Of several requests the last one counts. */
static bool request(const clap_host_t *host, uint32_t request)
{
	struct clap_instance *instance = host_instance(host);
	if (!atomic_load(&instance->editor.open))
		return false;
	atomic_fetch_and(&instance->requests, ~(uint32_t)(REQUEST_SHOW | REQUEST_HIDE));
	instance_request(instance, request);
	return true;
}

/* An editor that has never been opened has no window: the DAW decides where it appears. */
static bool request_show(const clap_host_t *host)
{
	return request(host, REQUEST_SHOW);
}

static bool request_hide(const clap_host_t *host)
{
	return request(host, REQUEST_HIDE);
}

static void closed(const clap_host_t *host, bool was_destroyed)
{
	request(host, was_destroyed ? REQUEST_DESTROY : REQUEST_HIDE);
}

const clap_host_gui_t host_gui = {resize_hints_changed, request_resize, request_show, request_hide, closed};

static void serve_size(struct clap_instance *instance)
{
	struct editor *editor = &instance->editor;
	const uint64_t wanted = atomic_load(&editor->wanted);
	const struct editor_size size = {(uint32_t)(wanted >> 32), (uint32_t)wanted};
	if (!editor_grant_size(instance, size) && editor->created && editor->gui->set_size)
		editor->gui->set_size(instance->audio.plugin, editor->size.width, editor->size.height);
}

void editor_serve(struct clap_instance *instance, uint32_t requests)
{
	if (requests & REQUEST_DESTROY)
		editor_lose(instance);
	if (!instance->editor.created)
		return;
	if (requests & REQUEST_HINTS)
		editor_read_hints(instance);
	if (requests & REQUEST_RESIZE)
		serve_size(instance);
	if (requests & REQUEST_HIDE)
		editor_hide(instance);
	if (requests & REQUEST_SHOW)
		editor_show(instance);
}
