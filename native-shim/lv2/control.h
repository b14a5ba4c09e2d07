/* SPDX-License-Identifier: BSD-2-Clause */
/* A control input port as a parameter, with its allowed values. */
#ifndef MAOLAN_LV2_CONTROL_H
#define MAOLAN_LV2_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

struct lv2_control {
	float minimum; /* < maximum */
	float maximum;
	float default_value;
	uint32_t flags;       /* enum plugin_parameter_flag */
	bool held;            /* the host controls this value (lv2:freeWheeling): it stays 0 whatever the DAW sends */
	uint32_t point_count; /* scale points of an lv2:enumeration */
	float *points;
};

/*
 * [any-thread] The port's value for a requested value: clamped, then
 * - lv2:toggled: values above 0 are on (1), all others off (0), kept within the range;
 * - lv2:enumeration with scale points: the nearest point;
 * - lv2:integer: the nearest integer. value must not be NaN.
 */
float control_snap(const struct lv2_control *control, double value);

#endif
