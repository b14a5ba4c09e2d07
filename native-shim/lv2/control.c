/* SPDX-License-Identifier: BSD-2-Clause */
/* Range, default and steps of a control input port. */
#include "control.h"

#include <math.h>

#include "plugin.h"

static float clamp(const struct lv2_control *control, double value)
{
	if (value <= control->minimum)
		return control->minimum;
	if (value >= control->maximum)
		return control->maximum;
	return (float)value;
}

static float nearest_point(const struct lv2_control *control, float value)
{
	float nearest = control->points[0];
	for (uint32_t i = 1; i < control->point_count; i++)
		if (fabsf(control->points[i] - value) < fabsf(nearest - value))
			nearest = control->points[i];
	return nearest;
}

float control_snap(const struct lv2_control *control, double value)
{
	if (control->held)
		return clamp(control, 0);
	if (control->flags & PLUGIN_PARAMETER_TOGGLED)
		return clamp(control, value > 0 ? 1 : 0);

	const float clamped = clamp(control, value);
	if ((control->flags & PLUGIN_PARAMETER_ENUMERATION) && control->point_count > 0)
		return nearest_point(control, clamped);
	if (control->flags & PLUGIN_PARAMETER_INTEGER)
		return clamp(control, roundf(clamped));
	return clamped;
}
