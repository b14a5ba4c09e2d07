#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "world.h"

/* Who is asked: a world that knows editors in all bundles. */
struct look {
	const struct lv2_instance *instance;
	LilvWorld *world;
	LilvNode *plugin;
};

/* ---- questions ---- */

static LilvNodes *objects(const struct look *look, const LilvNode *subject, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(look->world, predicate_uri);
	LilvNodes *nodes = lilv_world_find_nodes(look->world, subject, predicate, NULL);
	lilv_node_free(predicate);
	return nodes;
}

static LilvNode *first_object(const struct look *look, const LilvNode *subject, const char *predicate_uri)
{
	LilvNodes *nodes = objects(look, subject, predicate_uri);
	LilvNode *node = nodes ? lilv_node_duplicate(lilv_nodes_get_first(nodes)) : NULL;
	lilv_nodes_free(nodes);
	return node;
}

static bool has(const struct look *look, const LilvNode *subject, const char *predicate_uri, const char *object_uri)
{
	LilvNode *predicate = lilv_new_uri(look->world, predicate_uri);
	LilvNode *object = lilv_new_uri(look->world, object_uri);
	const bool found = lilv_world_ask(look->world, subject, predicate, object);
	lilv_node_free(predicate);
	lilv_node_free(object);
	return found;
}

static bool mentions_feature(const struct look *look, const LilvNode *ui, const char *uri)
{
	return has(look, ui, LV2_CORE__requiredFeature, uri) || has(look, ui, LV2_CORE__optionalFeature, uri);
}

/* ---- who can be shown ---- */

/* Types whose editors are widgets of the host's toolkit. Some of them can also show themselves, but rely on a host that
   has started that toolkit (eg-sampler does). */
static const struct {
	const char *type, *name;
} toolkits[] = {
    {LV2_UI__GtkUI, "GTK 2"},
    {LV2_UI__Gtk3UI, "GTK 3"},
    {LV2_UI_PREFIX "Gtk4UI", "GTK 4"},
    {LV2_UI__Qt4UI, "Qt 4"},
    {LV2_UI__Qt5UI, "Qt 5"},
    {LV2_UI_PREFIX "Qt6UI", "Qt 6"},
    {LV2_UI__CocoaUI, "Cocoa (macOS)"},
    {LV2_UI__WindowsUI, "Windows"},
};

/* Its name for users, or NULL: none of them. */
static const char *toolkit_of(const struct look *look, const LilvNode *ui)
{
	for (size_t i = 0; i < sizeof(toolkits) / sizeof(toolkits[0]); i++)
		if (has(look, ui, LILV_NS_RDF "type", toolkits[i].type))
			return toolkits[i].name;
	return NULL;
}

/* Append to a list like "a, b" what is required and not offered. */
static void list_missing(const struct look *look, const LilvNode *ui, enum editor_kind kind, char *text, size_t bytes)
{
	const char *const predicates[] = {LV2_CORE__requiredFeature, LV2_OPTIONS__requiredOption};
	for (int which = 0; which < 2; which++) {
		LilvNodes *required = objects(look, ui, predicates[which]);
		LILV_FOREACH(nodes, i, required)
		{
			const char *uri = lilv_node_as_uri(lilv_nodes_get(required, i));
			if (!uri || (which == 0 ? editor_offers_feature(kind, uri) : editor_offers_option(uri)))
				continue;
			const size_t used = strlen(text);
			snprintf(text + used, bytes - used, "%s%s", used ? ", " : "", uri);
		}
		lilv_nodes_free(required);
	}
}

/* Whether this one can be shown; if not, a sentence. */
static bool suits(const struct look *look, const LilvNode *ui, enum editor_kind *kind, const struct message *message)
{
	const char *plugin_uri = look->instance->uri;
	char missing[512] = "";
	const bool embedded = has(look, ui, LILV_NS_RDF "type", LV2_UI__X11UI);
	const char *toolkit = toolkit_of(look, ui);
	const bool external =
	    has(look, ui, LILV_NS_RDF "type", EXTERNAL_UI_WIDGET) || has(look, ui, LILV_NS_RDF "type", EXTERNAL_UI_FIRST);
	const bool shown = !toolkit && has(look, ui, LV2_CORE__extensionData, LV2_UI__showInterface) &&
	                   !has(look, ui, LV2_CORE__requiredFeature, LV2_UI__parent);
	if (!embedded && !external && toolkit)
		return message_set(message,
		    "The editor of %s is made for %s and cannot be embedded in an X11 window; use the DAW's controls",
		    plugin_uri, toolkit);
	if (!embedded && !external && !shown)
		return message_set(message,
		    "The editor of %s is neither made for X11 nor able to show itself; use the DAW's controls", plugin_uri);
	*kind = embedded ? EDITOR_EMBEDDED : external ? EDITOR_EXTERNAL : EDITOR_SHOWN;
	list_missing(look, ui, *kind, missing, sizeof(missing));
	if (!missing[0])
		return true;
	return message_set(message,
	    "The editor of %s requires %s, which this host does not offer; look for another version of the plugin",
	    plugin_uri, missing);
}

/* The node in uis that suits best, or NULL and a sentence about the last that does not. */
static const LilvNode *choose(
    const struct look *look, const LilvNodes *uis, enum editor_kind *kind, const struct message *message)
{
	const LilvNode *best = NULL;
	*kind = EDITOR_SHOWN;
	LILV_FOREACH(nodes, i, uis)
	{
		const LilvNode *ui = lilv_nodes_get(uis, i);
		enum editor_kind its_kind = EDITOR_SHOWN;
		if (!lilv_node_is_uri(ui)) {
			message_set(message, "The editor of %s has no URI in its data; reinstall the plugin", look->instance->uri);
			continue;
		}
		lilv_world_load_resource(look->world, ui);
		if (suits(look, ui, &its_kind, message) && (!best || its_kind < *kind)) {
			best = ui;
			*kind = its_kind;
		}
	}
	return best;
}

/* ---- reading the chosen one ---- */

/* By lv2:symbol or ui:portIndex; NO_NUMBER if it is about nothing of this plugin. */
static uint32_t notified_port(const struct look *look, const LilvNode *notification)
{
	const LilvPlugin *plugin = look->instance->subject.plugin;
	uint32_t index = NO_NUMBER;
	LilvNode *of = first_object(look, notification, LV2_UI__plugin);
	LilvNode *symbol = first_object(look, notification, LV2_CORE__symbol);
	LilvNode *number = first_object(look, notification, LV2_UI__portIndex);
	if (of && !lilv_node_equals(of, look->plugin)) {
		index = NO_NUMBER;
	} else if (symbol && lilv_node_is_string(symbol)) {
		LilvNode *own = lilv_new_string(look->instance->subject.world, lilv_node_as_string(symbol));
		const LilvPort *port = lilv_plugin_get_port_by_symbol(plugin, own);
		index = port ? lilv_port_get_index(plugin, port) : NO_NUMBER;
		lilv_node_free(own);
	} else if (number && lilv_node_is_int(number) && lilv_node_as_int(number) >= 0) {
		index = (uint32_t)lilv_node_as_int(number);
	}
	lilv_node_free(of);
	lilv_node_free(symbol);
	lilv_node_free(number);
	return index < look->instance->port_count ? index : NO_NUMBER;
}

/* ui:notifyType says which messages are meant; it is often out of date (atom:Blank), so all are delivered. */
static bool read_notifications(const struct look *look, const LilvNode *ui, struct editor_source *source)
{
	LilvNodes *notifications = objects(look, ui, LV2_UI__portNotification);
	source->notified = calloc(lilv_nodes_size(notifications) + 1, sizeof(uint32_t));
	LILV_FOREACH(nodes, i, notifications)
	{
		const uint32_t port = notified_port(look, lilv_nodes_get(notifications, i));
		if (port != NO_NUMBER && source->notified)
			source->notified[source->notified_count++] = port;
	}
	lilv_nodes_free(notifications);
	return source->notified != NULL;
}

static bool read_source(
    const struct look *look, const LilvNode *ui, struct editor_source *source, const struct message *message)
{
	LilvNode *binary = first_object(look, ui, LV2_UI__binary);
	if (!binary)
		binary = first_object(look, ui, LV2_CORE__binary);
	source->binary = binary ? lilv_node_get_path(binary, NULL) : NULL;
	lilv_node_free(binary);
	if (!source->binary)
		return message_set(
		    message, "The editor of %s has no binary in its data; reinstall the plugin", look->instance->uri);

	source->uri = strdup(lilv_node_as_uri(ui));
	const char *slash = strrchr(source->binary, '/');
	source->bundle = strndup(source->binary, slash ? (size_t)(slash - source->binary) + 1 : 0);
	source->user_resizable =
	    !mentions_feature(look, ui, LV2_UI__noUserResize) && !mentions_feature(look, ui, LV2_UI__fixedSize);
	if (read_notifications(look, ui, source) && source->uri && source->bundle)
		return true;
	return message_set(message, "The editor of %s cannot be opened: out of memory", look->instance->uri);
}

static int32_t find(const struct look *look, struct editor_source *source, const struct message *message)
{
	lilv_world_load_resource(look->world, look->plugin);
	LilvNodes *uis = objects(look, look->plugin, LV2_UI__ui);
	if (lilv_nodes_size(uis) == 0)
		message_set(message, "%s has no editor; use the DAW's controls", look->instance->uri);
	const LilvNode *ui = choose(look, uis, &source->kind, message);
	int32_t status = PLUGIN_NOT_SUPPORTED;
	if (ui)
		status = read_source(look, ui, source, message) ? PLUGIN_OK : PLUGIN_ERROR;
	lilv_nodes_free(uis);
	return status;
}

int32_t editor_source_find(
    const struct lv2_instance *instance, struct editor_source *source, const struct message *message)
{
	const LilvNode *bundle = lilv_plugin_get_bundle_uri(instance->subject.plugin);
	struct look look = {.instance = instance, .world = world_open_around(instance->uri, lilv_node_as_uri(bundle))};
	if (!look.world) {
		message_set(message, "The editor of %s cannot be opened: out of memory", instance->uri);
		return PLUGIN_ERROR;
	}
	look.plugin = lilv_new_uri(look.world, instance->uri);
	const int32_t status = find(&look, source, message);
	lilv_node_free(look.plugin);
	lilv_world_free(look.world);
	return status;
}

void editor_source_cleanup(struct editor_source *source)
{
	free(source->uri);
	lilv_free(source->binary);
	free(source->bundle);
	free(source->notified);
	*source = (struct editor_source){0};
}
