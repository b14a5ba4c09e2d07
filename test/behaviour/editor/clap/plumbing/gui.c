/* clap.gui of the plugin. */
#include <stdio.h>
#include <string.h>

#include "editor.h"

static struct editor *editor_of(const clap_plugin_t *plugin)
{
	return fixture_of(plugin)->data;
}

/* Log a call and judge it: main thread, and an editor that exists. */
static struct editor *called(const clap_plugin_t *plugin, const char *call)
{
	struct editor *editor = editor_of(plugin);
	fixture_demand_main(editor->fixture, call);
	if (!editor->created)
		fixture_log("fault %s without an editor", call);
	return editor;
}

static struct editor *called_embedded(const clap_plugin_t *plugin, const char *call)
{
	struct editor *editor = called(plugin, call);
	if (editor->kind->floats)
		fixture_log("fault %s of a floating editor", call);
	return editor;
}

void editor_ask_size(struct editor *editor, uint32_t width, uint32_t height)
{
	const bool granted = editor->host->request_resize(editor->fixture->host, width, height);
	fixture_log("host.requestResize %u %u = %d", width, height, granted);
	if (!granted)
		return;
	editor->width = width;
	editor->height = height;
	if (editor->toolkit)
		toolkit_resize(editor->toolkit, (int)width, (int)height);
}

static bool is_api_supported(const clap_plugin_t *plugin, const char *api, bool is_floating)
{
	fixture_demand_main(fixture_of(plugin), "gui.isApiSupported");
	return !strcmp(api, CLAP_WINDOW_API_X11) && is_floating == editor_of(plugin)->kind->floats;
}

static bool get_preferred_api(const clap_plugin_t *plugin, const char **api, bool *is_floating)
{
	*api = CLAP_WINDOW_API_X11;
	*is_floating = editor_of(plugin)->kind->floats;
	return true;
}

static bool create(const clap_plugin_t *plugin, const char *api, bool is_floating)
{
	struct editor *editor = editor_of(plugin);
	fixture_log("gui.create %s %d", api ? api : "none", is_floating);
	fixture_demand_main(editor->fixture, "gui.create");
	fixture_demand(!editor->created, "gui.create twice");
	fixture_demand(is_floating == editor->kind->floats, "gui.create as it is not supported");
	if (editor->kind->refuses_create)
		return false;
	editor->created = true;
	editor->width = 300;
	editor->height = 200;
	editor->resizable = (editor->kind->resizable || editor->kind->keeps_height) && !editor->kind->late;
	if (editor->kind->asks)
		editor_ask_size(editor, 310, 210);
	return true;
}

void editor_destroy_window(struct editor *editor)
{
	const clap_host_posix_fd_support_t *fds = fixture_host(editor->fixture, CLAP_EXT_POSIX_FD_SUPPORT);
	if (!editor->toolkit)
		return;
	fixture_demand(fds->unregister_fd(editor->fixture->host, toolkit_fd(editor->toolkit)), "unregister_fd fails");
	toolkit_close(editor->toolkit);
	editor->toolkit = NULL;
}

static void destroy(const clap_plugin_t *plugin)
{
	struct editor *editor = called(plugin, "gui.destroy");
	fixture_log("gui.destroy");
	editor_end_storm(editor);
	editor_stop_timers(editor);
	editor_destroy_window(editor);
	editor->created = editor->has_parent = editor->shown = false;
	editor->scale = 0;
}

static bool set_scale(const clap_plugin_t *plugin, double scale)
{
	struct editor *editor = called_embedded(plugin, "gui.setScale");
	fixture_log("gui.setScale %g", scale);
	fixture_demand(scale > 0, "gui.setScale to nothing");
	fixture_demand(!editor->has_parent, "gui.setScale after set_parent");
	editor->scale = scale;
	editor->width = (uint32_t)(editor->width * scale);
	editor->height = (uint32_t)(editor->height * scale);
	return true;
}

static bool get_size(const clap_plugin_t *plugin, uint32_t *width, uint32_t *height)
{
	const struct editor *editor = called(plugin, "gui.getSize");
	fixture_demand(editor->scale > 0 || editor->kind->floats, "gui.getSize before set_scale");
	*width = editor->width;
	*height = editor->height;
	return true;
}

static bool can_resize(const clap_plugin_t *plugin)
{
	return called_embedded(plugin, "gui.canResize")->resizable;
}

static bool get_resize_hints(const clap_plugin_t *plugin, clap_gui_resize_hints_t *hints)
{
	const struct editor *editor = called_embedded(plugin, "gui.getResizeHints");
	*hints = (clap_gui_resize_hints_t){.can_resize_horizontally = editor->resizable,
	    .can_resize_vertically = editor->resizable && !editor->kind->keeps_height};
	return true;
}

static uint32_t step(uint32_t pixels, uint32_t step, uint32_t minimum)
{
	const uint32_t whole = pixels - pixels % step;
	return whole < minimum ? minimum : whole;
}

static bool adjust_size(const clap_plugin_t *plugin, uint32_t *width, uint32_t *height)
{
	const struct editor *editor = called_embedded(plugin, "gui.adjustSize");
	fixture_log("gui.adjustSize %u %u", *width, *height);
	fixture_demand(editor->resizable, "gui.adjustSize of an editor of fixed size");
	*width = step(*width, 30, 150);
	*height = editor->kind->keeps_height ? editor->height : step(*height, 20, 100);
	return true;
}

static bool set_size(const clap_plugin_t *plugin, uint32_t width, uint32_t height)
{
	struct editor *editor = called_embedded(plugin, "gui.setSize");
	fixture_log("gui.setSize %u %u", width, height);
	fixture_demand(width % 30 == 0 && height % 20 == 0, "gui.setSize to what adjust_size did not say");
	if (editor->kind->refuses_size)
		return false;
	editor->width = width;
	editor->height = height;
	if (editor->toolkit)
		toolkit_resize(editor->toolkit, (int)width, (int)height);
	if (editor->kind->asks)
		editor_ask_size(editor, width + 1, height + 1);
	return true;
}

static bool set_parent(const clap_plugin_t *plugin, const clap_window_t *window)
{
	struct editor *editor = called_embedded(plugin, "gui.setParent");
	fixture_log("gui.setParent %s 0x%lx", window->api, window->x11);
	fixture_demand(editor->scale > 0, "gui.setParent before set_scale");
	fixture_demand(!editor->has_parent, "gui.setParent twice");
	fixture_demand(!strcmp(window->api, CLAP_WINDOW_API_X11) && window->x11, "gui.setParent to no X11 window");
	if (editor->kind->refuses_parent || !editor_open_window(editor, window->x11))
		return false;
	editor->has_parent = true;
	if (editor->kind->asks)
		editor_ask_size(editor, 320, 220);
	if (editor->kind->late)
		editor->resizable = true;
	return true;
}

static bool set_transient(const clap_plugin_t *plugin, const clap_window_t *window)
{
	struct editor *editor = called(plugin, "gui.setTransient");
	fixture_log("gui.setTransient 0x%lx", window->x11);
	fixture_demand(editor->kind->floats && !editor->shown, "gui.setTransient of what does not float, or late");
	editor->transient = window->x11;
	return true;
}

static void suggest_title(const clap_plugin_t *plugin, const char *title)
{
	struct editor *editor = called(plugin, "gui.suggestTitle");
	fixture_log("gui.suggestTitle %s", title);
	fixture_demand(editor->kind->floats, "gui.suggestTitle of what does not float");
	snprintf(editor->title, sizeof(editor->title), "%s", title);
}

static bool show(const clap_plugin_t *plugin)
{
	struct editor *editor = called(plugin, "gui.show");
	fixture_log("gui.show");
	fixture_demand(editor->has_parent || editor->kind->floats, "gui.show before set_parent");
	fixture_demand(!editor->shown, "gui.show of one that is shown");
	if (editor->kind->refuses_show)
		return false;
	if (editor->kind->floats && !editor->toolkit && !editor_open_window(editor, 0))
		return false;
	if (editor->kind->floats)
		toolkit_map(editor->toolkit, 1);
	editor->shown = true;
	editor_start_timers(editor);
	if (editor->kind->asks)
		editor_ask_size(editor, 330, 230);
	return true;
}

static bool hide(const clap_plugin_t *plugin)
{
	struct editor *editor = called(plugin, "gui.hide");
	fixture_log("gui.hide");
	fixture_demand(editor->shown, "gui.hide of one that is not shown");
	if (editor->kind->floats && editor->toolkit)
		toolkit_map(editor->toolkit, 0);
	editor_stop_timers(editor);
	editor->shown = false;
	return true;
}

const clap_plugin_gui_t editor_gui = {is_api_supported, get_preferred_api, create, destroy, set_scale, get_size,
    can_resize, get_resize_hints, adjust_size, set_size, set_parent, set_transient, suggest_title, show, hide};
