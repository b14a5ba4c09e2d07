/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts of values: clap_plugin_params.value_to_text and text_to_value. All [main-thread]. */
#include <math.h>

#include "instance.h"
#include "number-text.h"

#define TEXT_BYTES 256
/* Of the range: "0.1" may mean a little less than a minimum of 0.1f. */
#define ROUNDING 1e-6
/* A plugin that writes beyond the size that it was given overwrites nothing. */
#define ROOM_BYTES 4096

static bool read_text(
    const struct clap_audio *audio, const struct clap_parameter *parameter, double value, char text[ROOM_BYTES])
{
	memset(text, 0, ROOM_BYTES);
	const bool written = audio->params->value_to_text(audio->plugin, parameter->id, value, text, TEXT_BYTES);
	restore_locale();
	text[TEXT_BYTES - 1] = '\0';
	return written && text[0] != '\0';
}

int32_t plugin_parameter_text(struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity)
{
	const struct clap_audio *audio = &((struct clap_instance *)plugin)->audio;
	char whole[ROOM_BYTES];
	if (index >= audio->parameter_count || !isfinite(value) ||
	    !read_text(audio, &audio->parameters[index], value, whole))
		return -1;
	return text_put(text, capacity, whole);
}

int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value)
{
	const struct clap_audio *audio = &((struct clap_instance *)plugin)->audio;
	if (index >= audio->parameter_count)
		return -1;
	const struct clap_parameter *parameter = &audio->parameters[index];
	*value = NAN;
	const bool read = audio->params->text_to_value(audio->plugin, parameter->id, text, value);
	restore_locale();
	const double tolerance = ROUNDING * (parameter->maximum - parameter->minimum);
	if (!read || !(*value >= parameter->minimum - tolerance && *value <= parameter->maximum + tolerance))
		return -1;
	*value = fmin(parameter->maximum, fmax(parameter->minimum, *value));
	return 0;
}

/* Whether the steps have names: the plugin declares it, or its texts show it. */
static bool has_names(const struct clap_audio *audio, const struct clap_parameter *parameter)
{
	char first[ROOM_BYTES], last[ROOM_BYTES];
	const double steps = parameter->maximum - parameter->minimum;
	if (!(parameter->flags & CLAP_PARAM_IS_STEPPED) || steps < 1)
		return false;
	if (parameter->flags & CLAP_PARAM_IS_ENUM)
		return steps < LIST_CHOICES_MAX;
	return steps < LIST_STEPS_MAX && read_text(audio, parameter, parameter->minimum, first) &&
	       read_text(audio, parameter, parameter->maximum, last) && !begins_with_number(first) &&
	       !begins_with_number(last);
}

int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value)
{
	const struct clap_audio *audio = &((struct clap_instance *)plugin)->audio;
	if (index >= audio->parameter_count)
		return PLUGIN_ERROR;
	const struct clap_parameter *parameter = &audio->parameters[index];
	*value = ceil(parameter->minimum) + number;
	return *value <= parameter->maximum && has_names(audio, parameter) ? PLUGIN_OK : PLUGIN_ERROR;
}
