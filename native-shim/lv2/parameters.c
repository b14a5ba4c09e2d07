/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds the parameter table from control ports: ranges, defaults, flags, values. */
#include <lv2/port-props/port-props.h>
#include <lv2/units/units.h>
#include <math.h>
#include <stdlib.h>

#include "instance.h"
#include "labels.h"
#include "points.h"

#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

struct range {
	double minimum;
	double maximum;
	double value; /* default */
};

/* The default for a port without one, chosen as by the DAW's earlier hosts. */
static double usual_default(double minimum, double maximum, uint32_t flags)
{
	if (flags & PLUGIN_PARAMETER_TOGGLED)
		return minimum <= 0 && 0 <= maximum ? 0 : minimum;
	if (flags & (PLUGIN_PARAMETER_INTEGER | PLUGIN_PARAMETER_ENUMERATION))
		return minimum < 0 && 0 < maximum ? 0 : minimum;
	if (minimum < 0 && 0 < maximum)
		return 0;
	return minimum <= 1 && 1 <= maximum ? 1 : (minimum + maximum) / 2;
}

static uint32_t read_flags(const struct subject *subject, const LilvPort *port)
{
	uint32_t flags = 0;
	if (query_port_has_property(subject, port, LV2_CORE__integer))
		flags |= PLUGIN_PARAMETER_INTEGER;
	if (query_port_has_property(subject, port, LV2_CORE__toggled))
		flags |= PLUGIN_PARAMETER_TOGGLED;
	if (query_port_has_property(subject, port, LV2_CORE__enumeration))
		flags |= PLUGIN_PARAMETER_ENUMERATION;
	if (query_port_has_property(subject, port, LV2_PORT_PROPS__logarithmic))
		flags |= PLUGIN_PARAMETER_LOGARITHMIC;
	if (query_port_has_property(subject, port, LV2_PORT_PROPS__trigger))
		flags |= PLUGIN_PARAMETER_TRIGGER;
	if (query_port_has_property(subject, port, LV2_PORT_PROPS__notOnGUI))
		flags |= PLUGIN_PARAMETER_HIDDEN;
	if (query_port_has_property(subject, port, LV2_PORT_PROPS__notAutomatic) ||
	    query_port_has_property(subject, port, LV2_PORT_PROPS__expensive) ||
	    query_port_has_property(subject, port, LV2_PORT_PROPS__causesArtifacts))
		flags |= PLUGIN_PARAMETER_NOT_AUTOMATABLE;
	return flags;
}

/* Data may lack bounds, or have a default outside them, or bounds that are not a range. */
static struct range read_range(const struct subject *subject, const LilvPort *port, uint32_t flags, double sample_rate)
{
	LilvNode *default_node, *minimum_node, *maximum_node;
	lilv_port_get_range(subject->plugin, port, &default_node, &minimum_node, &maximum_node);
	const double minimum = query_number(minimum_node);
	const double maximum = query_number(maximum_node);
	const double value = query_number(default_node);
	lilv_node_free(default_node);
	lilv_node_free(minimum_node);
	lilv_node_free(maximum_node);

	struct range range = {isfinite(minimum) ? minimum : 0, isfinite(maximum) ? maximum : 1, value};
	if (!isfinite(value))
		range.value = usual_default(range.minimum, range.maximum, flags);
	if (!isfinite(range.value))
		range.value = 0;
	/* An undeclared bound must not exclude the default. */
	if (!isfinite(minimum))
		range.minimum = fmin(range.minimum, range.value);
	if (!isfinite(maximum))
		range.maximum = fmax(range.maximum, range.value);

	/* lv2:sampleRate: the numbers are multiples of the sample rate. But a default above the maximum is in Hz. */
	const double scale = query_port_has_property(subject, port, LV2_CORE__sampleRate) ? sample_rate : 1;
	if (!(isfinite(maximum) && isfinite(value) && value > maximum))
		range.value *= scale;
	range.minimum *= scale;
	range.maximum *= scale;
	if (!(range.minimum < range.maximum)) {
		range.minimum = range.value - 1;
		range.maximum = range.value + 1;
	}
	return range;
}

/* For an lv2:enumeration, which permits no other values. */
static bool read_points(struct lv2_control *control, const struct subject *subject, const LilvPort *port)
{
	LilvNode *predicate = lilv_new_uri(subject->world, LV2_CORE__scalePoint);
	LilvNodes *nodes = lilv_port_get_value(subject->plugin, port, predicate);
	struct points points;
	bool read = points_read(subject, nodes, &points);
	control->points = points.count ? calloc(points.count, sizeof(float)) : NULL;
	read &= points.count == 0 || control->points;
	for (uint32_t i = 0; control->points && i < points.count; i++)
		control->points[control->point_count++] = points.items[i].value;
	points_free(&points);
	lilv_nodes_free(nodes);
	lilv_node_free(predicate);
	return read;
}

bool parameters_add(struct lv2_instance *instance, uint32_t port_index)
{
	const struct subject *subject = &instance->subject;
	const LilvPort *port = lilv_plugin_get_port_by_index(subject->plugin, port_index);
	struct lv2_control control = {.flags = read_flags(subject, port)};
	const struct range range = read_range(subject, port, control.flags, instance->sample_rate);
	control.minimum = (float)range.minimum;
	control.maximum = (float)range.maximum;
	/* Only the host sets whether it runs faster than real time. */
	control.held = query_port_is_designated(subject, port, LV2_CORE__freeWheeling);

	const uint32_t number = instance->audio.control_count;
	const bool in_table = number < BLOCK_PARAMETERS_MAX;
	if (in_table && (control.flags & PLUGIN_PARAMETER_ENUMERATION) && !read_points(&control, subject, port)) {
		free(control.points);
		return false;
	}
	const float value = control_snap(&control, range.value);
	control.default_value = value;
	if ((control.flags & PLUGIN_PARAMETER_LOGARITHMIC) && control.minimum <= 0 && control.maximum >= 0)
		control.flags &= ~(uint32_t)PLUGIN_PARAMETER_LOGARITHMIC; /* no factor can cross 0 */
	if (!in_table) {
		instance->ports[port_index].value = value;
		return true;
	}
	instance->audio.controls[number] = control;
	instance->own_values[number] = value;
	if (control.flags & PLUGIN_PARAMETER_TRIGGER)
		instance->audio.triggers[instance->audio.trigger_count++].number = number;
	instance->parameter_ports[number] = port_index;
	instance->audio.control_count++;
	return true;
}

void parameters_bind(struct lv2_instance *instance, uint8_t *base, struct block *block)
{
	struct lv2_audio *audio = &instance->audio;
	uint32_t *ids = (uint32_t *)(base + block->parameter_ids_at);
	float *minimums = (float *)(base + block->parameter_minimums_at);
	float *maximums = (float *)(base + block->parameter_maximums_at);
	float *values = (float *)(base + block->parameter_values_at);
	for (uint32_t i = 0; i < audio->control_count; i++) {
		ids[i] = instance->parameter_ports[i];
		minimums[i] = audio->controls[i].minimum;
		maximums[i] = audio->controls[i].maximum;
		values[i] = audio->values[i];
	}
	block->parameter_count = audio->control_count;
	audio->values = values;
}

void parameters_free(struct lv2_instance *instance)
{
	for (uint32_t i = 0; i < instance->audio.control_count; i++)
		free(instance->audio.controls[i].points);
	free(instance->audio.controls);
	free(instance->parameter_ports);
	free(instance->own_values);
	free(instance->audio.triggers);
}

LilvNodes *parameters_values(const struct lv2_instance *instance, uint32_t index, const char *predicate_uri)
{
	const struct subject *subject = &instance->subject;
	const LilvNode *node = property_node(instance, index);
	LilvNode *predicate = lilv_new_uri(subject->world, predicate_uri);
	LilvNodes *values =
	    node ? lilv_world_find_nodes(subject->world, node, predicate, NULL)
	         : lilv_port_get_value(subject->plugin,
	               lilv_plugin_get_port_by_index(subject->plugin, instance->parameter_ports[index]), predicate);
	lilv_node_free(predicate);
	return values;
}

void parameters_unit(const struct lv2_instance *instance, uint32_t index, struct unit *unit)
{
	LilvNodes *units = parameters_values(instance, index, LV2_UNITS__unit);
	units_read(&instance->subject, units ? lilv_nodes_get_first(units) : NULL, unit);
	lilv_nodes_free(units);
}

/* A property's symbol is its URI, which is unique within the plugin. */
static void name_parameter(const struct lv2_instance *instance, uint32_t index, struct plugin_parameter *parameter)
{
	const struct subject *subject = &instance->subject;
	const LilvNode *node = property_node(instance, index);
	if (node) {
		text_copy(parameter->symbol, sizeof(parameter->symbol), lilv_node_as_uri(node), SIZE_MAX);
		if (!label_of(subject, node, RDFS_LABEL, parameter->name, sizeof(parameter->name)))
			text_copy(parameter->name, sizeof(parameter->name), lilv_node_as_uri(node), SIZE_MAX);
		return;
	}
	const LilvPort *port = lilv_plugin_get_port_by_index(subject->plugin, instance->parameter_ports[index]);
	const LilvNode *symbol = lilv_port_get_symbol(subject->plugin, port);
	text_copy(parameter->symbol, sizeof(parameter->symbol), symbol ? lilv_node_as_string(symbol) : "", SIZE_MAX);
	label_of_port(subject, port, parameter->name, sizeof(parameter->name));
}

int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (index >= instance->audio.control_count)
		return PLUGIN_ERROR;
	const struct lv2_control *control = &instance->audio.controls[index];
	float value;
	__atomic_load(&instance->audio.values[index], &value, __ATOMIC_RELAXED);

	parameter->id = instance->parameter_ports[index];
	parameter->flags = control->flags;
	parameter->minimum = (double)control->minimum;
	parameter->maximum = (double)control->maximum;
	parameter->default_value = (double)control->default_value;
	parameter->value = (double)value;
	parameter->module[0] = '\0';
	struct unit unit;
	parameters_unit(instance, index, &unit);
	text_copy(parameter->unit, sizeof(parameter->unit), unit.symbol, SIZE_MAX);
	name_parameter(instance, index, parameter);
	return PLUGIN_OK;
}

int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (index >= instance->audio.control_count || isnan(value) ||
	    (instance->audio.controls[index].flags & PLUGIN_PARAMETER_READ_ONLY))
		return PLUGIN_ERROR;
	const float snapped = control_snap(&instance->audio.controls[index], value);
	__atomic_store(&instance->audio.values[index], &snapped, __ATOMIC_RELAXED);
	return PLUGIN_OK;
}
