/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads values from a plugin's data by URI. */
#include "query.h"

#include <lv2/core/lv2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

bool query_has_feature(const struct subject *subject, const char *uri)
{
	LilvNode *node = lilv_new_uri(subject->world, uri);
	const bool has = lilv_plugin_has_feature(subject->plugin, node);
	lilv_node_free(node);
	return has;
}

bool query_port_is_a(const struct subject *subject, const LilvPort *port, const char *class_uri)
{
	LilvNode *node = lilv_new_uri(subject->world, class_uri);
	const bool is = lilv_port_is_a(subject->plugin, port, node);
	lilv_node_free(node);
	return is;
}

bool query_port_has_property(const struct subject *subject, const LilvPort *port, const char *property_uri)
{
	LilvNode *node = lilv_new_uri(subject->world, property_uri);
	const bool has = lilv_port_has_property(subject->plugin, port, node);
	lilv_node_free(node);
	return has;
}

bool query_port_supports(const struct subject *subject, const LilvPort *port, const char *event_uri)
{
	LilvNode *node = lilv_new_uri(subject->world, event_uri);
	const bool supports = lilv_port_supports_event(subject->plugin, port, node);
	lilv_node_free(node);
	return supports;
}

static LilvNodes *port_values(const struct subject *subject, const LilvPort *port, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(subject->world, predicate_uri);
	LilvNodes *values = lilv_port_get_value(subject->plugin, port, predicate);
	lilv_node_free(predicate);
	return values;
}

bool query_port_is_designated(const struct subject *subject, const LilvPort *port, const char *designation_uri)
{
	LilvNode *designation = lilv_new_uri(subject->world, designation_uri);
	LilvNodes *values = port_values(subject, port, LV2_CORE__designation);
	const bool is = lilv_nodes_contains(values, designation);
	lilv_nodes_free(values);
	lilv_node_free(designation);
	return is;
}

double query_port_number(
    const struct subject *subject, const LilvPort *port, const char *predicate_uri, double fallback)
{
	LilvNodes *values = port_values(subject, port, predicate_uri);
	const double number = values ? query_number(lilv_nodes_get_first(values)) : (double)NAN;
	lilv_nodes_free(values);
	return isnan(number) ? fallback : number;
}

static uint64_t plugin_integer(const struct subject *subject, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(subject->world, predicate_uri);
	LilvNodes *values = lilv_plugin_get_value(subject->plugin, predicate);
	const double number = values ? query_number(lilv_nodes_get_first(values)) : 0;
	lilv_nodes_free(values);
	lilv_node_free(predicate);
	return number > 0 && number < (double)UINT32_MAX ? (uint64_t)number : 0;
}

uint64_t query_version(const struct subject *subject)
{
	return plugin_integer(subject, LV2_CORE__minorVersion) << 32 | plugin_integer(subject, LV2_CORE__microVersion);
}

double query_number(const LilvNode *node)
{
	if (!node)
		return (double)NAN;
	if (lilv_node_is_bool(node))
		return lilv_node_as_bool(node) ? 1 : 0;
	/* lilv has integers of 32 bits and single precision; the text has all digits. */
	const char *text = lilv_node_as_string(node);
	char *end = NULL;
	const double number = text ? strtod(text, &end) : 0;
	if (text && end != text && *end == '\0')
		return number;
	const bool is_number = lilv_node_is_float(node) || lilv_node_is_int(node); /* written in another way */
	return is_number ? (double)lilv_node_as_float(node) : (double)NAN;
}

/* Classes are named "...#ReverbPlugin"; the labels of classes are in a bundle that is not loaded. Classes of other
   vocabularies (doap:Project) are not plugin classes. */
static void name_class(const char *uri, char *text, size_t bytes)
{
	static const char suffix[] = "Plugin";
	if (strncmp(uri, LV2_CORE_PREFIX, strlen(LV2_CORE_PREFIX)) != 0)
		return;
	const char *name = uri + strlen(LV2_CORE_PREFIX);
	const size_t length = strlen(name), end = sizeof(suffix) - 1;
	if (length >= end && strcmp(name + length - end, suffix) == 0)
		text_copy(text, length - end + 1 < bytes ? length - end + 1 : bytes, name, SIZE_MAX);
}

void query_class(const struct subject *subject, char *text, size_t bytes)
{
	LilvNode *predicate = lilv_new_uri(subject->world, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
	LilvNodes *classes = lilv_plugin_get_value(subject->plugin, predicate);
	text[0] = '\0';
	LILV_FOREACH(nodes, i, classes)
	{
		const LilvNode *class = lilv_nodes_get(classes, i);
		if (lilv_node_is_uri(class) && !text[0])
			name_class(lilv_node_as_uri(class), text, bytes);
	}
	lilv_nodes_free(classes);
	lilv_node_free(predicate);
}
