/* SPDX-License-Identifier: BSD-2-Clause */
/* Formats and parses values: names of scale points, on and off, units:render, else a number and the unit. All
   [main-thread]. */
#include <lv2/core/lv2.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "instance.h"
#include "points.h"

#define TEXT_BYTES 128

static bool read_points(const struct lv2_instance *instance, uint32_t index, struct points *points)
{
	LilvNodes *nodes = parameters_values(instance, index, LV2_CORE__scalePoint);
	const bool read = points_read(&instance->subject, nodes, points);
	lilv_nodes_free(nodes);
	return read;
}

/* ---- to text ---- */

static bool name_of(const struct lv2_instance *instance, uint32_t index, double value, char text[TEXT_BYTES])
{
	struct points points;
	text[0] = '\0';
	if (!read_points(instance, index, &points))
		return false;
	for (uint32_t i = 0; i < points.count; i++)
		if (points.items[i].value == (float)value)
			text_copy(text, TEXT_BYTES, points.items[i].label, SIZE_MAX);
	points_free(&points);
	return text[0] != '\0';
}

static bool text_of(const struct lv2_instance *instance, uint32_t index, double value, char text[TEXT_BYTES])
{
	const uint32_t flags = instance->audio.controls[index].flags;
	struct unit unit;
	if (name_of(instance, index, value, text))
		return true;
	parameters_unit(instance, index, &unit);
	if (flags & PLUGIN_PARAMETER_TOGGLED)
		snprintf(text, TEXT_BYTES, "%s", value > 0 ? "on" : "off");
	else if (unit.pattern[0])
		units_render(&unit, value, text, TEXT_BYTES);
	else if (unit.symbol[0])
		snprintf(text, TEXT_BYTES, "%.6g %s", value, unit.symbol);
	return text[0] != '\0';
}

int32_t plugin_parameter_text(struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	char whole[TEXT_BYTES];
	if (index >= instance->audio.control_count || !isfinite(value) || !text_of(instance, index, value, whole))
		return -1;
	return text_put(text, capacity, whole);
}

/* ---- from text ---- */

/* Trim surrounding spaces. */
static void trim(const char *text, char trimmed[TEXT_BYTES])
{
	text += strspn(text, " \t\r\n");
	text_copy(trimmed, TEXT_BYTES, text, SIZE_MAX);
	for (size_t length = strlen(trimmed); length > 0 && strchr(" \t\r\n", trimmed[length - 1]); length--)
		trimmed[length - 1] = '\0';
}

static bool parse_name(const struct lv2_instance *instance, uint32_t index, const char *text, double *value)
{
	struct points points;
	bool exact = false, found = false;
	if (!read_points(instance, index, &points))
		return false;
	for (uint32_t i = 0; i < points.count && !exact; i++) {
		exact = strcmp(points.items[i].label, text) == 0;
		if (!exact && (found || strcasecmp(points.items[i].label, text) != 0))
			continue;
		*value = (double)points.items[i].value;
		found = true;
	}
	points_free(&points);
	return found;
}

static bool parse_switch(const struct lv2_control *control, const char *text, double *value)
{
	const bool on = strcasecmp(text, "on") == 0;
	if (!(control->flags & PLUGIN_PARAMETER_TOGGLED) || (!on && strcasecmp(text, "off") != 0))
		return false;
	*value = (double)(on ? control->maximum : control->minimum);
	return true;
}

/* A number, with or without its unit. */
static bool parse_number(const struct unit *unit, const char *text, double *value)
{
	char *rest;
	*value = strtod(text, &rest);
	if (rest == text || !isfinite(*value))
		return false;
	rest += strspn(rest, " ");
	return !*rest || strcasecmp(rest, unit->symbol) == 0;
}

/* A number formatted by units:render: with the same prefix and suffix. */
static bool parse_rendered(const struct unit *unit, const char *text, double *value)
{
	char number[TEXT_BYTES], again[TEXT_BYTES];
	const char *conversion = strchr(unit->pattern, '%');
	const size_t before = conversion ? (size_t)(conversion - unit->pattern) : 0;
	if (!conversion || strncmp(text, unit->pattern, before) != 0)
		return false;
	text_copy(number, sizeof(number), text + before, SIZE_MAX);
	*value = strtod(number, NULL);
	if (!isfinite(*value))
		return false;
	units_render(unit, *value, again, sizeof(again));
	return strcmp(again, text) == 0;
}

int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	char trimmed[TEXT_BYTES];
	struct unit unit;
	if (index >= instance->audio.control_count)
		return -1;
	trim(text, trimmed);
	parameters_unit(instance, index, &unit);
	const bool understood = parse_name(instance, index, trimmed, value) ||
	                        parse_switch(&instance->audio.controls[index], trimmed, value) ||
	                        parse_number(&unit, trimmed, value) || parse_rendered(&unit, trimmed, value);
	return understood ? 0 : -1;
}

int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	struct points points;
	if (index >= instance->audio.control_count || !read_points(instance, index, &points))
		return PLUGIN_ERROR;
	const bool has = number < points.count;
	if (has)
		*value = (double)points.items[number].value;
	points_free(&points);
	return has ? PLUGIN_OK : PLUGIN_ERROR;
}
