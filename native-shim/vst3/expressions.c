/* SPDX-License-Identifier: BSD-2-Clause */
/* The note expressions that the plugin supports (INoteExpressionController). All [main-thread]. */
#include "events.h"
#include "instance.h"
#include "text.h"

#define EXPRESSIONS_MAX 1024
#define STRING_UNITS (sizeof(v3_str_128) / sizeof(int16_t))
/* Room for a plugin that writes beyond the 128 units of a String128. */
#define ROOM_UNITS (8 * STRING_UNITS)

/* For an event bus and channel; with a reference. NULL: the plugin has none. */
static struct vst3_note_expression_controller **open_controller(struct vst3_instance *instance)
{
	struct vst3_note_expression_controller **expressions = NULL;
	struct v3_edit_controller **controller = instance->controller;
	if (!controller ||
	    (*controller)->query_interface(controller, vst3_note_expression_controller_iid, (void **)&expressions) != V3_OK)
		return NULL;
	return expressions;
}

int32_t vst3_note_expressions(struct plugin *plugin, uint32_t port, uint32_t channel)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	if (port >= instance->audio.event_input_count || channel >= instance->audio.event_channels[port])
		return 0;
	struct vst3_note_expression_controller **expressions = open_controller(instance);
	if (!expressions)
		return PLUGIN_NOT_SUPPORTED;
	const int32_t count = (*expressions)->get_count(expressions, (int32_t)port, (int16_t)channel);
	(*expressions)->unref(expressions);
	return count < 0 ? 0 : count < EXPRESSIONS_MAX ? count : EXPRESSIONS_MAX;
}

/* The location of an expression in the plugin. */
struct place {
	struct vst3_note_expression_controller **expressions;
	int32_t port;
	int16_t channel;
	uint32_t id;
};

static void read_text(const struct place *place, double value, char *text, size_t bytes)
{
	int16_t wide[ROOM_UNITS] = {0};
	struct vst3_note_expression_controller **expressions = place->expressions;
	text[0] = '\0';
	if ((*expressions)->get_string_by_value(expressions, place->port, place->channel, place->id, value, wide) == V3_OK)
		text_from_utf16(text, bytes, wide, STRING_UNITS);
}

static void fill(
    const struct place *place, const struct vst3_note_expression_info *info, struct plugin_note_expression *expression)
{
	*expression = (struct plugin_note_expression){
	    .id = info->type_id,
	    .flags = (uint32_t)info->flags & 0xf,
	    .steps = info->value.step_count > 0 ? (uint32_t)info->value.step_count : 0,
	    .parameter_id = info->parameter_id,
	    .minimum = note_expression_plain(info->type_id, info->value.minimum),
	    .maximum = note_expression_plain(info->type_id, info->value.maximum),
	    .default_value = note_expression_plain(info->type_id, info->value.default_value),
	};
	text_from_utf16(expression->name, sizeof(expression->name), info->title, STRING_UNITS);
	text_from_utf16(expression->short_name, sizeof(expression->short_name), info->short_title, STRING_UNITS);
	text_from_utf16(expression->unit, sizeof(expression->unit), info->units, STRING_UNITS);
	read_text(place, info->value.minimum, expression->minimum_text, sizeof(expression->minimum_text));
	read_text(place, info->value.maximum, expression->maximum_text, sizeof(expression->maximum_text));
	read_text(place, info->value.default_value, expression->default_text, sizeof(expression->default_text));
}

int32_t vst3_note_expression(
    struct plugin *plugin, uint32_t port, uint32_t channel, uint32_t index, struct plugin_note_expression *expression)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_note_expression_info info = {0};
	const int32_t count = vst3_note_expressions(plugin, port, channel);
	if (count < 0 || index >= (uint32_t)count)
		return PLUGIN_ERROR;
	struct place place = {.expressions = open_controller(instance), .port = (int32_t)port, .channel = (int16_t)channel};
	if (!place.expressions)
		return PLUGIN_ERROR;
	const bool read =
	    (*place.expressions)->get_info(place.expressions, place.port, place.channel, (int32_t)index, &info) == V3_OK;
	place.id = info.type_id;
	if (read)
		fill(&place, &info, expression);
	(*place.expressions)->unref(place.expressions);
	return read ? PLUGIN_OK : PLUGIN_ERROR;
}
