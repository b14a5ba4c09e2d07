/* SPDX-License-Identifier: BSD-2-Clause */
/* IUnitInfo: the groups of parameters, and program lists. All [main-thread]. */
#ifndef MAOLAN_VST3_UNITS_H
#define MAOLAN_VST3_UNITS_H

#include "instance.h"

/* The controller's IUnitInfo, with a reference; NULL if it has none. */
struct v3_unit_information **units_open(struct vst3_instance *instance);
/* Names of the unit and its parents except the root, such as "Oscillators/1"; empty for the root itself. */
void units_path(struct vst3_instance *instance, int32_t unit_id, char *text, size_t bytes);

#endif
