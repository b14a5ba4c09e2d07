/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads patch:writable and patch:readable from the plugin's data: label, type, range, unit. */
#include "property-data.h"

#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/units/units.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "instance.h"
#include "labels.h"
#include "ring.h"

#define RDFS_RANGE "http://www.w3.org/2000/01/rdf-schema#range"
#define HEARD_BYTES (64u << 10)

/* ---- reading ---- */

static LilvNodes *list(const struct lv2_instance *instance, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(instance->subject.world, predicate_uri);
	LilvNodes *nodes = lilv_plugin_get_value(instance->subject.plugin, predicate);
	lilv_node_free(predicate);
	return nodes;
}

static LilvNode *value_of(const struct lv2_instance *instance, const LilvNode *node, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(instance->subject.world, predicate_uri);
	LilvNode *value = lilv_world_get(instance->subject.world, node, predicate, NULL);
	lilv_node_free(predicate);
	return value;
}

static double number_of(const struct lv2_instance *instance, const LilvNode *node, const char *predicate_uri)
{
	LilvNode *value = value_of(instance, node, predicate_uri);
	const double number = query_number(value);
	lilv_node_free(value);
	return number;
}

/* 0: its values are neither numbers nor texts. */
static LV2_URID type_of(const struct lv2_instance *instance, const LilvNode *node, bool *is_text)
{
	static const char *const types[] = {LV2_ATOM__Float, LV2_ATOM__Double, LV2_ATOM__Int, LV2_ATOM__Long,
	    LV2_ATOM__Bool, LV2_ATOM__Path, LV2_ATOM__String, LV2_ATOM__URI};
	LilvNode *range = value_of(instance, node, RDFS_RANGE);
	LV2_URID type = 0;
	for (size_t i = 0; range && lilv_node_is_uri(range) && i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(lilv_node_as_uri(range), types[i]) != 0)
			continue;
		type = urids_map(instance->urids, types[i]);
		*is_text = i >= 5;
	}
	lilv_node_free(range);
	return type;
}

static uint32_t flags_of(const struct lv2_instance *instance, LV2_URID type, bool read_only)
{
	uint32_t flags = read_only ? PLUGIN_PARAMETER_READ_ONLY : 0;
	if (type == urids_map(instance->urids, LV2_ATOM__Bool))
		flags |= PLUGIN_PARAMETER_TOGGLED;
	else if (type == urids_map(instance->urids, LV2_ATOM__Int) || type == urids_map(instance->urids, LV2_ATOM__Long))
		flags |= PLUGIN_PARAMETER_INTEGER;
	return flags;
}

static struct lv2_control control_of(
    const struct lv2_instance *instance, const LilvNode *node, LV2_URID type, bool read_only)
{
	struct lv2_control control = {.flags = flags_of(instance, type, read_only)};
	const double minimum = number_of(instance, node, LV2_CORE__minimum);
	const double maximum = number_of(instance, node, LV2_CORE__maximum);
	double value = number_of(instance, node, LV2_CORE__default);
	control.minimum = isfinite(minimum) ? (float)minimum : 0;
	control.maximum = isfinite(maximum) ? (float)maximum : 1;
	if (!isfinite(value))
		value = fmin(fmax(0, (double)control.minimum), (double)control.maximum);
	if (!(control.minimum < control.maximum)) {
		control.minimum = (float)value - 1;
		control.maximum = (float)value + 1;
	}
	control.default_value = control_snap(&control, value);
	return control;
}

static struct lv2_property *new_item(struct lv2_instance *instance, uint32_t at, const LilvNode *node, LV2_URID type)
{
	struct lv2_property *item = &instance->audio.properties.items[at];
	*item = (struct lv2_property){.key = urids_map(instance->urids, lilv_node_as_uri(node)), .type = type};
	return item;
}

static void add_number(struct lv2_instance *instance, const LilvNode *node, LV2_URID type, bool read_only)
{
	struct lv2_audio *audio = &instance->audio;
	const uint32_t number = audio->control_count;
	if (number >= BLOCK_PARAMETERS_MAX)
		return;
	const uint32_t at = audio->properties.number_count++;
	struct lv2_property *item = new_item(instance, at, node, type);
	audio->controls[number] = control_of(instance, node, type, read_only);
	item->known = instance->own_values[number] = audio->controls[number].default_value;
	instance->parameter_ports[number] = item->key | PROPERTY_ID_BIT;
	instance->property_data.numbers[at] = lilv_node_duplicate(node);
	audio->control_count++;
}

static void add_text(struct lv2_instance *instance, const LilvNode *node, LV2_URID type, bool read_only)
{
	struct lv2_properties *properties = &instance->audio.properties;
	struct property_text *text = &instance->property_data.texts[properties->text_count];
	new_item(instance, properties->number_count + properties->text_count++, node, type);
	text->node = lilv_node_duplicate(node);
	text->is_read_only = read_only;
}

static bool is_known(const struct lv2_instance *instance, const LilvNode *node)
{
	const struct lv2_properties *properties = &instance->audio.properties;
	const LV2_URID key = urids_map(instance->urids, lilv_node_as_uri(node));
	for (uint32_t i = 0; i < properties->number_count + properties->text_count; i++)
		if (properties->items[i].key == key)
			return true;
	return false;
}

/* Sets are unordered, but positions in the table must be the same at each start: sort by URI. */
static const LilvNode *next_after(const LilvNodes *nodes, const LilvNode *last)
{
	const LilvNode *next = NULL;
	LILV_FOREACH(nodes, i, nodes)
	{
		const LilvNode *node = lilv_nodes_get(nodes, i);
		if (lilv_node_is_uri(node) && (!last || strcmp(lilv_node_as_uri(node), lilv_node_as_uri(last)) > 0) &&
		    (!next || strcmp(lilv_node_as_uri(node), lilv_node_as_uri(next)) < 0))
			next = node;
	}
	return next;
}

static void add_all(struct lv2_instance *instance, bool texts, bool read_only)
{
	LilvNodes *nodes = list(instance, read_only ? LV2_PATCH__readable : LV2_PATCH__writable);
	for (const LilvNode *node = NULL; (node = next_after(nodes, node));) {
		bool is_text = false;
		const LV2_URID type = type_of(instance, node, &is_text);
		if (type == 0 || is_text != texts || is_known(instance, node))
			continue;
		if (is_text)
			add_text(instance, node, type, read_only);
		else
			add_number(instance, node, type, read_only);
	}
	lilv_nodes_free(nodes);
}

/* The input designated as lv2:control that takes patch messages, else the first that takes them. Some plugins do not
   say that they do; they get theirs at the designated input, as in other hosts. */
static uint32_t find_sequence(const struct lv2_instance *instance)
{
	uint32_t found = UINT32_MAX, designated = UINT32_MAX, sequence = 0;
	for (uint32_t i = 0; i < instance->port_count; i++) {
		if (instance->ports[i].kind != PORT_SEQUENCE)
			continue;
		const LilvPort *port = lilv_plugin_get_port_by_index(instance->subject.plugin, i);
		const bool is_control =
		    instance->ports[i].input && query_port_is_designated(&instance->subject, port, LV2_CORE__control);
		const bool takes =
		    instance->ports[i].input && query_port_supports(&instance->subject, port, LV2_PATCH__Message);
		if (takes && (found == UINT32_MAX || is_control))
			found = sequence;
		if (is_control)
			designated = sequence;
		sequence++;
	}
	return found == UINT32_MAX ? designated : found;
}

static void map_words(struct lv2_instance *instance)
{
	struct lv2_properties *properties = &instance->audio.properties;
	properties->set = urids_map(instance->urids, LV2_PATCH__Set);
	properties->put = urids_map(instance->urids, LV2_PATCH__Put);
	properties->get = urids_map(instance->urids, LV2_PATCH__Get);
	properties->property = urids_map(instance->urids, LV2_PATCH__property);
	properties->value = urids_map(instance->urids, LV2_PATCH__value);
	properties->body = urids_map(instance->urids, LV2_PATCH__body);
}

uint32_t property_data_count(const struct lv2_instance *instance)
{
	LilvNodes *writable = list(instance, LV2_PATCH__writable);
	LilvNodes *readable = list(instance, LV2_PATCH__readable);
	const uint32_t count = lilv_nodes_size(writable) + lilv_nodes_size(readable);
	lilv_nodes_free(writable);
	lilv_nodes_free(readable);
	return count;
}

bool property_data_read(struct lv2_instance *instance)
{
	struct lv2_properties *properties = &instance->audio.properties;
	struct property_data *data = &instance->property_data;
	const uint32_t room = property_data_count(instance);
	properties->first = instance->audio.control_count;
	properties->sequence = find_sequence(instance);
	map_words(instance);
	if (room == 0)
		return true;
	properties->items = calloc(room, sizeof(*properties->items));
	data->numbers = calloc(room, sizeof(LilvNode *));
	data->texts = calloc(room, sizeof(*data->texts));
	if (!properties->items || !data->numbers || !data->texts)
		return false;
	for (int texts = 0; texts < 2; texts++) {
		if (properties->sequence != UINT32_MAX) /* otherwise they could not be set */
			add_all(instance, texts, false);
		add_all(instance, texts, true);
	}
	atomic_store(&properties->get_due, properties->sequence != UINT32_MAX);
	properties->received = properties->text_count > 0 ? ring_new(HEARD_BYTES) : NULL;
	return properties->received || properties->text_count == 0;
}

void property_data_free(struct lv2_instance *instance)
{
	struct lv2_properties *properties = &instance->audio.properties;
	for (uint32_t i = 0; i < properties->number_count; i++)
		lilv_node_free(instance->property_data.numbers[i]);
	for (uint32_t i = 0; i < properties->text_count; i++)
		lilv_node_free(instance->property_data.texts[i].node);
	free(instance->property_data.numbers);
	free(instance->property_data.texts);
	free(properties->items);
	ring_free(properties->received);
}

const LilvNode *property_node(const struct lv2_instance *instance, uint32_t index)
{
	const struct lv2_properties *properties = &instance->audio.properties;
	const bool is_port = index < properties->first || index - properties->first >= properties->number_count;
	return is_port ? NULL : instance->property_data.numbers[index - properties->first];
}
