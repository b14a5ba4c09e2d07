/* SPDX-License-Identifier: BSD-2-Clause */
/* Selects labels in the user's language. */
#include "labels.h"

#include <lv2/core/lv2.h>
#include <stdint.h>

#include "message.h"

#define DOAP_NAME "http://usefulinc.com/ns/doap#name"

/* The subject of a label: a port, a node, or else the plugin. */
struct named {
	const LilvPort *port;
	const LilvNode *node;
};

void label_filter(LilvWorld *world, bool on)
{
	LilvNode *value = lilv_new_bool(world, on);
	if (value)
		lilv_world_set_option(world, LILV_OPTION_FILTER_LANG, value);
	lilv_node_free(value);
}

static LilvNodes *find(const struct subject *subject, struct named named, const LilvNode *predicate)
{
	if (named.port)
		return lilv_port_get_value(subject->plugin, named.port, predicate);
	if (named.node)
		return lilv_world_find_nodes(subject->world, named.node, predicate, NULL);
	return lilv_plugin_get_value(subject->plugin, predicate); /* loads the plugin's data first */
}

static bool take_first(const LilvNodes *labels, char *text, size_t bytes)
{
	LILV_FOREACH(nodes, i, labels)
	{
		const LilvNode *label = lilv_nodes_get(labels, i);
		if (!lilv_node_is_literal(label))
			continue;
		text_copy(text, bytes, lilv_node_as_string(label), SIZE_MAX);
		return true;
	}
	return false;
}

static bool read_label(
    const struct subject *subject, struct named named, const char *predicate_uri, char *text, size_t bytes)
{
	LilvNode *predicate = lilv_new_uri(subject->world, predicate_uri);
	bool has = false;
	text_copy(text, bytes, "", SIZE_MAX);
	for (int step = 0; step < 2 && !has; step++) {
		label_filter(subject->world, step == 0);
		LilvNodes *labels = find(subject, named, predicate);
		label_filter(subject->world, false);
		has = take_first(labels, text, bytes);
		lilv_nodes_free(labels);
	}
	lilv_node_free(predicate);
	return has;
}

bool label_of(const struct subject *subject, const LilvNode *node, const char *predicate_uri, char *text, size_t bytes)
{
	return read_label(subject, (struct named){.node = node}, predicate_uri, text, bytes);
}

void label_of_plugin(const struct subject *subject, char *text, size_t bytes)
{
	if (!read_label(subject, (struct named){0}, DOAP_NAME, text, bytes))
		text_copy(text, bytes, lilv_node_as_uri(lilv_plugin_get_uri(subject->plugin)), SIZE_MAX);
}

void label_of_port(const struct subject *subject, const LilvPort *port, char *text, size_t bytes)
{
	const LilvNode *symbol = lilv_port_get_symbol(subject->plugin, port);
	if (!read_label(subject, (struct named){.port = port}, LV2_CORE__name, text, bytes))
		text_copy(text, bytes, symbol ? lilv_node_as_string(symbol) : "", SIZE_MAX);
}
