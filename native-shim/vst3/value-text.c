/* SPDX-License-Identifier: BSD-2-Clause */
/* Value texts: getParamStringByValue and getParamValueByString. All [main-thread]. */
#include <math.h>
#include <stdlib.h>

#include "instance.h"
#include "number-text.h"
#include "text.h"
#include "units.h"

#define STRING_UNITS (sizeof(v3_str_128) / sizeof(int16_t))
/* Room for a plugin that writes beyond the 128 units of a String128. */
#define ROOM_UNITS (8 * STRING_UNITS)
#define TEXT_BYTES (4 * STRING_UNITS)
/* A text has few digits: the end of the range may mean a little more. */
#define ROUNDING 1e-6

static bool read_info(struct vst3_instance *instance, uint32_t index, struct v3_param_info *info)
{
	return index < instance->audio.parameter_count && instance->controller && parameters_info(instance, index, info);
}

/* ---- to text ---- */

/* The unit may be separate or already part of the text: "-6.0" and "dB", "1.20 kHz" and "Hz", "-6.0 dB" and "dB". */
static void append_unit(char text[TEXT_BYTES], const struct v3_param_info *info)
{
	char unit[64];
	size_t length = strlen(text);
	while (length > 0 && text[length - 1] == ' ')
		text[--length] = '\0';
	text_from_utf16(unit, sizeof(unit), info->units, STRING_UNITS);
	const char *bare = unit + strspn(unit, " ");
	const bool is_bare = length > 0 && (isdigit((unsigned char)text[length - 1]) ||
	                                       (length >= 3 && strcasecmp(text + length - 3, "inf") == 0));
	if (!is_bare || !begins_with_number(text) || !*bare || length + 1 + strlen(bare) >= TEXT_BYTES)
		return;
	if (strcmp(bare, "%") != 0)
		text[length++] = ' ';
	memcpy(text + length, bare, strlen(bare) + 1);
}

static bool read_text(
    struct vst3_instance *instance, const struct v3_param_info *info, double value, char text[TEXT_BYTES])
{
	struct v3_edit_controller **controller = instance->controller;
	int16_t wide[ROOM_UNITS] = {0};
	text[0] = '\0';
	if ((*controller)->get_parameter_string_for_value(controller, info->param_id, value, wide) != V3_OK)
		return false;
	text_from_utf16(text, TEXT_BYTES, wide, STRING_UNITS);
	append_unit(text, info);
	return text[0] != '\0';
}

int32_t plugin_parameter_text(struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_param_info info;
	char whole[TEXT_BYTES];
	if (!isfinite(value) || !read_info(instance, index, &info) || !read_text(instance, &info, value, whole))
		return -1;
	return text_put(text, capacity, whole);
}

/* ---- from text ---- */

int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_edit_controller **controller = instance->controller;
	struct v3_param_info info;
	int16_t wide[ROOM_UNITS] = {0};
	if (!read_info(instance, index, &info) || !text_to_utf16(wide, STRING_UNITS, text))
		return -1;
	*value = NAN;
	const v3_result result = (*controller)->get_parameter_value_for_string(controller, info.param_id, wide, value);
	if (result != V3_OK || !(*value >= -ROUNDING && *value <= 1 + ROUNDING))
		return -1;
	*value = fmin(1, fmax(0, *value));
	return 0;
}

/* ---- choices ---- */

/* Whether the steps have names: the plugin declares it, or its texts show it. */
static bool has_names(struct vst3_instance *instance, const struct v3_param_info *info)
{
	char first[TEXT_BYTES], last[TEXT_BYTES];
	if (info->flags & (V3_PARAM_IS_LIST | V3_PARAM_PROGRAM_CHANGE))
		return info->step_count < LIST_CHOICES_MAX;
	return info->step_count < LIST_STEPS_MAX && read_text(instance, info, 0, first) &&
	       read_text(instance, info, 1, last) && !begins_with_number(first) && !begins_with_number(last);
}

int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_param_info info;
	if (!read_info(instance, index, &info) || info.step_count < 1 || number > (uint32_t)info.step_count ||
	    !has_names(instance, &info))
		return PLUGIN_ERROR;
	*value = number / (double)info.step_count;
	return PLUGIN_OK;
}
