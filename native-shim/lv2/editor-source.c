/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds an editor of a plugin that this host can show, in any bundle (lv2/ui, ui.h). */
#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "world.h"

/* A world that contains the editors of all bundles. */
struct look {
	const struct lv2_instance *instance;
	LilvWorld *world;
	LilvNode *plugin;
};

/* ---- queries ---- */

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

/* ---- supported editors ---- */

/* For editor_toolkit_of. */
struct candidate {
	const struct look *look;
	const LilvNode *ui;
};

static bool is_a(const void *editor, const char *type)
{
	const struct candidate *candidate = editor;
	return has(candidate->look, candidate->ui, LILV_NS_RDF "type", type);
}

/* Append what is required but not offered to a list such as "a, b". */
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

/* Some widgets can also show themselves, but depend on a host that has started their toolkit (eg-sampler does). */
static bool find_kind(const struct look *look, const LilvNode *ui, struct editor_source *source)
{
	const struct candidate candidate = {look, ui};
	source->toolkit = editor_toolkit_of(is_a, &candidate);
	if (is_a(&candidate, LV2_UI__X11UI))
		source->kind = EDITOR_EMBEDDED;
	else if (is_a(&candidate, EXTERNAL_UI_WIDGET) || is_a(&candidate, EXTERNAL_UI_FIRST))
		source->kind = EDITOR_EXTERNAL;
	else if (source->toolkit)
		source->kind = EDITOR_WIDGET;
	else if (has(look, ui, LV2_CORE__extensionData, LV2_UI__showInterface) &&
	         !has(look, ui, LV2_CORE__requiredFeature, LV2_UI__parent))
		source->kind = EDITOR_SHOWN;
	else
		return false;
	return source->kind != EDITOR_WIDGET || source->toolkit->library;
}

/* Whether this one can be shown; if not, a sentence. */
static bool suits(
    const struct look *look, const LilvNode *ui, struct editor_source *source, const struct message *message)
{
	const char *plugin_uri = look->instance->uri;
	char missing[512] = "";
	if (!find_kind(look, ui, source) && source->toolkit)
		return message_set(message,
		    "The editor of %s is made for %s and cannot be embedded in an X11 window; use the DAW's controls",
		    plugin_uri, source->toolkit->name);
	if (source->kind == EDITOR_UNKNOWN)
		return message_set(message,
		    "The editor of %s is neither made for X11 nor able to show itself; use the DAW's controls", plugin_uri);
	list_missing(look, ui, source->kind, missing, sizeof(missing));
	if (!missing[0])
		return true;
	return message_set(message,
	    "The editor of %s requires %s, which this host does not offer; look for another version of the plugin",
	    plugin_uri, missing);
}

/* The most suitable node in uis, or NULL and a sentence about the last unsuitable one. */
static const LilvNode *choose(
    const struct look *look, const LilvNodes *uis, struct editor_source *source, const struct message *message)
{
	const LilvNode *best = NULL;
	LILV_FOREACH(nodes, i, uis)
	{
		const LilvNode *ui = lilv_nodes_get(uis, i);
		struct editor_source its = {.kind = EDITOR_UNKNOWN};
		if (!lilv_node_is_uri(ui)) {
			message_set(message, "The editor of %s has no URI in its data; reinstall the plugin", look->instance->uri);
			continue;
		}
		lilv_world_load_resource(look->world, ui);
		if (suits(look, ui, &its, message) && (!best || its.kind < source->kind)) {
			best = ui;
			*source = its;
		}
	}
	return best;
}

/* ---- reading the selected one ---- */

/* By lv2:symbol or ui:portIndex; NO_NUMBER if it does not refer to this plugin. */
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

/* ui:notifyType names the wanted messages, but is often outdated (atom:Blank), so all are delivered. */
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
	source->requires_idle = has(look, ui, LV2_CORE__requiredFeature, LV2_UI__idleInterface);
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
	const LilvNode *ui = choose(look, uis, source, message);
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
