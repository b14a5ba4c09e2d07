#include <math.h>
#include <stdlib.h>

#include "instance.h"
#include "units.h"

struct range {
	double minimum;
	double maximum;
	double value; /* default */
};

/* The default of a port that names none, as the DAW's earlier hosts chose it. */
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
	return flags;
}

/* Data may lack bounds, or hold a default outside of them, or bounds that are no range. */
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
	/* A bound that nobody declared must not forbid the default. */
	if (!isfinite(minimum))
		range.minimum = fmin(range.minimum, range.value);
	if (!isfinite(maximum))
		range.maximum = fmax(range.maximum, range.value);

	/* lv2:sampleRate: the numbers are multiples of the sample rate. */
	const double scale = query_port_has_property(subject, port, LV2_CORE__sampleRate) ? sample_rate : 1;
	range.minimum *= scale;
	range.maximum *= scale;
	range.value *= scale;
	if (!(range.minimum < range.maximum)) {
		range.minimum = range.value - 1;
		range.maximum = range.value + 1;
	}
	return range;
}

static bool read_points(struct lv2_control *control, const struct subject *subject, const LilvPort *port)
{
	LilvScalePoints *points = lilv_port_get_scale_points(subject->plugin, port);
	const uint32_t count = points ? lilv_scale_points_size(points) : 0;
	control->points = count ? calloc(count, sizeof(float)) : NULL;
	LILV_FOREACH(scale_points, i, points)
	{
		const double value = query_number(lilv_scale_point_get_value(lilv_scale_points_get(points, i)));
		if (control->points && isfinite(value))
			control->points[control->point_count++] = (float)value;
	}
	lilv_scale_points_free(points);
	return count == 0 || control->points;
}

bool parameters_add(struct lv2_instance *instance, uint32_t port_index)
{
	const struct subject *subject = &instance->subject;
	const LilvPort *port = lilv_plugin_get_port_by_index(subject->plugin, port_index);
	struct lv2_control control = {.flags = read_flags(subject, port)};
	const struct range range = read_range(subject, port, control.flags, instance->sample_rate);
	control.minimum = (float)range.minimum;
	control.maximum = (float)range.maximum;
	/* The host is the one to say whether it runs faster than real time; it never does. */
	control.held = query_port_is_designated(subject, port, LV2_CORE__freeWheeling);

	const uint32_t number = instance->audio.control_count;
	const bool in_table = number < BLOCK_PARAMETERS_MAX;
	if (in_table && (control.flags & PLUGIN_PARAMETER_ENUMERATION) && !read_points(&control, subject, port))
		return false;
	const float value = control_snap(&control, range.value);
	if (!in_table) {
		instance->ports[port_index].value = value;
		return true;
	}
	instance->audio.controls[number] = control;
	instance->own_values[number] = value;
	instance->default_values[number] = value;
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
	free(instance->default_values);
}

static void read_name(const struct lv2_instance *instance, uint32_t port_index, char *name, size_t bytes)
{
	const LilvPlugin *plugin = instance->subject.plugin;
	LilvNode *node = lilv_port_get_name(plugin, lilv_plugin_get_port_by_index(plugin, port_index));
	text_copy(name, bytes, node ? lilv_node_as_string(node) : "", SIZE_MAX);
	lilv_node_free(node);
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
	parameter->default_value = (double)instance->default_values[index];
	parameter->value = (double)value;
	parameter->module[0] = '\0';
	const LilvPlugin *data = instance->subject.plugin;
	const LilvPort *port = lilv_plugin_get_port_by_index(data, instance->parameter_ports[index]);
	units_read(&instance->subject, port, parameter->unit, sizeof(parameter->unit));
	read_name(instance, instance->parameter_ports[index], parameter->name, sizeof(parameter->name));
	return PLUGIN_OK;
}

int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (index >= instance->audio.control_count || isnan(value))
		return PLUGIN_ERROR;
	const float snapped = control_snap(&instance->audio.controls[index], value);
	__atomic_store(&instance->audio.values[index], &snapped, __ATOMIC_RELAXED);
	return PLUGIN_OK;
}
