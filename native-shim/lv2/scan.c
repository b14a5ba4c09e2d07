/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists the plugins of one bundle from its data, without loading a binary. lilv reads this bundle alone, and core.lv2
 * for the names of plugin classes: 1 ms per bundle, while reading everything that is installed takes 13 ms and more.
 * With details, one plugin is named by its URI, and all bundles that mention it are read, since presets and editors may
 * be in separate bundles.
 */
#include <errno.h>
#include <limits.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/event/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"
#include "json.h"
#include "labels.h"
#include "message.h"
#include "plugin.h"
#include "presets.h"
#include "query.h"
#include "world.h"

#ifndef LV2_MULTIARCH
#define LV2_MULTIARCH ""
#endif

struct port_counts {
	uint32_t audio_inputs;
	uint32_t audio_outputs;
	uint32_t midi_inputs;
	uint32_t midi_outputs;
};

static bool load_bundle(LilvWorld *world, const char *path)
{
	LilvNode *bundle = lilv_new_file_uri(world, NULL, path);
	if (!bundle)
		return false;
	lilv_world_load_bundle(world, bundle);
	lilv_node_free(bundle);
	return true;
}

/* Next to the bundle, or in a default location. Without it every class is just "Plugin". */
static void load_classes(LilvWorld *world, const char *bundle)
{
	static const char *const folders[] = {"/usr/lib/" LV2_MULTIARCH "/lv2", "/usr/lib/lv2", "/usr/local/lib/lv2"};
	char path[PATH_MAX + 32];
	snprintf(path, sizeof(path), "%s../core.lv2/manifest.ttl", bundle);
	for (size_t i = 0; access(path, R_OK) != 0; i++) {
		if (i == sizeof(folders) / sizeof(folders[0]))
			return;
		snprintf(path, sizeof(path), "%s/core.lv2/manifest.ttl", folders[i]);
	}
	strrchr(path, '/')[1] = '\0';
	load_bundle(world, path);
	lilv_world_load_specifications(world);
	lilv_world_load_plugin_classes(world);
}

/* midi_*: all ports that carry events, as the host counts them for the DAW. */
static struct port_counts count_ports(const struct subject *subject)
{
	struct port_counts counts = {0};
	const uint32_t ports = lilv_plugin_get_num_ports(subject->plugin);
	for (uint32_t i = 0; i < ports; i++) {
		const LilvPort *port = lilv_plugin_get_port_by_index(subject->plugin, i);
		if (!port)
			continue;
		const bool input = query_port_is_a(subject, port, LV2_CORE__InputPort);
		if (query_port_is_a(subject, port, LV2_CORE__AudioPort))
			++*(input ? &counts.audio_inputs : &counts.audio_outputs);
		else if (query_port_is_a(subject, port, LV2_ATOM__AtomPort) ||
		         query_port_is_a(subject, port, LV2_EVENT__EventPort))
			++*(input ? &counts.midi_inputs : &counts.midi_outputs);
	}
	return counts;
}

static void write_node(struct json *json, const char *key, const LilvNode *node, const char *otherwise)
{
	const char *text = node ? lilv_node_as_string(node) : otherwise;
	json_text(json, key, text, SIZE_MAX);
}

static void write_features(struct json *json, const struct subject *subject)
{
	LilvNodes *features = lilv_plugin_get_required_features(subject->plugin);
	json_open_array(json, "required_features");
	LILV_FOREACH(nodes, i, features)
	write_node(json, NULL, lilv_nodes_get(features, i), "");
	json_close_array(json);
	lilv_nodes_free(features);
}

#define GROUPS_PREFIX "http://lv2plug.in/ns/ext/port-groups#"

/* Whether the port says that it is a side chain, or its group is one of another (port-groups: sideChainOf). */
static bool is_side_chain(const struct subject *subject, const LilvPort *port)
{
	if (query_port_has_property(subject, port, LV2_CORE_PREFIX "isSideChain"))
		return true;
	LilvNode *group_of = lilv_new_uri(subject->world, GROUPS_PREFIX "group");
	LilvNode *side_chain_of = lilv_new_uri(subject->world, GROUPS_PREFIX "sideChainOf");
	LilvNode *group = lilv_port_get(subject->plugin, port, group_of);
	LilvNode *own = lilv_port_get(subject->plugin, port, side_chain_of);
	const bool found = own || (group && lilv_world_ask(subject->world, group, side_chain_of, NULL));
	lilv_node_free(own);
	lilv_node_free(group);
	lilv_node_free(side_chain_of);
	lilv_node_free(group_of);
	return found;
}

/* Audio inputs that are not part of the main signal, as indices into the audio inputs. */
static void write_side_chain(struct json *json, const struct subject *subject)
{
	const uint32_t ports = lilv_plugin_get_num_ports(subject->plugin);
	uint32_t number = 0;
	json_open_array(json, "side_chain_inputs");
	for (uint32_t i = 0; i < ports; i++) {
		const LilvPort *port = lilv_plugin_get_port_by_index(subject->plugin, i);
		if (!port || !query_port_is_a(subject, port, LV2_CORE__AudioPort) ||
		    !query_port_is_a(subject, port, LV2_CORE__InputPort))
			continue;
		if (is_side_chain(subject, port))
			json_integer(json, NULL, number);
		number++;
	}
	json_close_array(json);
}

static void write_path(struct json *json, const char *key, const LilvNode *uri)
{
	char *path = uri ? lilv_node_get_path(uri, NULL) : NULL;
	json_text(json, key, path, SIZE_MAX);
	lilv_free(path);
}

/* For editor_kind_name. */
struct scanned_editor {
	LilvWorld *world;
	const LilvUI *ui;
};

static bool is_editor_of(const void *user, const char *type)
{
	const struct scanned_editor *editor = user;
	LilvNode *class = lilv_new_uri(editor->world, type);
	const bool is = lilv_ui_is_a(editor->ui, class);
	lilv_node_free(class);
	return is;
}

static void write_editors(struct json *json, const struct subject *subject)
{
	LilvUIs *editors = lilv_plugin_get_uis(subject->plugin);
	json_boolean(json, "has_editor", editors && lilv_uis_size(editors) > 0);
	json_open_array(json, "editor_kinds");
	LILV_FOREACH(uis, i, editors)
	{
		const struct scanned_editor editor = {subject->world, lilv_uis_get(editors, i)};
		json_text(json, NULL, editor_kind_name(is_editor_of, &editor), SIZE_MAX);
	}
	json_close_array(json);
	lilv_uis_free(editors);
}

static void write_details(struct json *json, const struct subject *subject)
{
	write_editors(json, subject);
	write_path(json, "library", lilv_plugin_get_library_uri(subject->plugin));
	presets_write(json, subject);
	write_side_chain(json, subject);
}

static bool write_plugin(struct json *json, const struct subject *subject, bool details)
{
	const LilvNode *uri = lilv_plugin_get_uri(subject->plugin);
	const LilvPluginClass *class = lilv_plugin_get_class(subject->plugin);
	char name[256];
	label_of_plugin(subject, name, sizeof(name));
	const struct port_counts counts = count_ports(subject);
	json_open_object(json, NULL);
	json_integer(json, "audio_inputs", counts.audio_inputs);
	json_integer(json, "audio_outputs", counts.audio_outputs);
	write_node(json, "bundle_uri", lilv_plugin_get_bundle_uri(subject->plugin), "");
	write_node(json, "class_label", class ? lilv_plugin_class_get_label(class) : NULL, "Plugin");
	json_integer(json, "midi_inputs", counts.midi_inputs);
	json_integer(json, "midi_outputs", counts.midi_outputs);
	json_text(json, "name", name, SIZE_MAX);
	write_features(json, subject);
	write_node(json, "uri", uri, "");
	json_integer(json, "version", (int64_t)query_version(subject));
	if (details)
		write_details(json, subject);
	json_close_object(json);
	return json_end_line(json);
}

static int32_t write_plugins(LilvWorld *world, int32_t fd, const struct message *message)
{
	const LilvPlugins *plugins = lilv_world_get_all_plugins(world);
	struct json json;
	int32_t count = 0;
	json_init(&json, fd);
	LILV_FOREACH(plugins, i, plugins)
	{
		const struct subject subject = {world, lilv_plugins_get(plugins, i)};
		if (!write_plugin(&json, &subject, false)) {
			message_set(message, "The list of plugins cannot be written: %s", strerror(errno));
			return PLUGIN_ERROR;
		}
		count++;
	}
	return count;
}

/* A link to a bundle keeps its name: users and blocklists know it by that. */
static bool bundle_folder(const char *path, char folder[PATH_MAX], const struct message *message)
{
	char manifest[PATH_MAX + 16], absolute[PATH_MAX];
	if (path[0] != '/')
		path = realpath(path, absolute) ? absolute : path;
	const bool slash = path[0] && path[strlen(path) - 1] == '/';
	if (snprintf(folder, PATH_MAX, "%s%s", path, slash ? "" : "/") >= PATH_MAX)
		return message_set(message, "No LV2 bundle at \"%s\": the path is too long", path);
	snprintf(manifest, sizeof(manifest), "%smanifest.ttl", folder);
	if (access(manifest, R_OK) != 0)
		return message_set(message, "No LV2 bundle at \"%s\": manifest.ttl: %s", path, strerror(errno));
	return true;
}

/* Scan one plugin with everything that any bundle says about it. */
static int32_t scan_plugin(const char *uri, int32_t fd, const struct message *message)
{
	struct subject subject = {0};
	LilvWorld *found = world_open(uri, &subject.plugin, message);
	if (!found)
		return PLUGIN_ERROR;
	subject.world = world_open_around(uri, lilv_node_as_uri(lilv_plugin_get_bundle_uri(subject.plugin)));
	lilv_world_free(found);
	LilvNode *node = subject.world ? lilv_new_uri(subject.world, uri) : NULL;
	subject.plugin = node ? lilv_plugins_get_by_uri(lilv_world_get_all_plugins(subject.world), node) : NULL;
	struct json json;
	json_init(&json, fd);
	const bool written = subject.plugin && write_plugin(&json, &subject, true);
	if (!written)
		message_set(message, "The plugin %s cannot be described: %s", uri, strerror(errno));
	lilv_node_free(node);
	lilv_world_free(subject.world);
	return written ? 1 : PLUGIN_ERROR;
}

static int32_t scan_bundle(const char *path, int32_t fd, const struct message *message)
{
	char folder[PATH_MAX];
	if (!bundle_folder(path, folder, message))
		return PLUGIN_ERROR;
	LilvWorld *world = world_new();
	if (!world || !load_bundle(world, folder)) {
		message_set(message, "No LV2 bundle at \"%s\": out of memory", path);
		lilv_world_free(world);
		return PLUGIN_ERROR;
	}
	if (lilv_plugins_size(lilv_world_get_all_plugins(world)) > 0)
		load_classes(world, folder);
	const int32_t count = write_plugins(world, fd, message);
	lilv_world_free(world);
	return count;
}

int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	return details ? scan_plugin(path, fd, &message) : scan_bundle(path, fd, &message);
}
