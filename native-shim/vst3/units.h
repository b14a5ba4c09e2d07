/* SPDX-License-Identifier: BSD-2-Clause */
/* IUnitInfo: where parameters belong, and lists of programs. All [main-thread]. */
#ifndef MAOLAN_VST3_UNITS_H
#define MAOLAN_VST3_UNITS_H

#include "instance.h"

/* The controller's IUnitInfo, to be unref'ed; NULL: it has none. */
struct v3_unit_information **units_open(struct vst3_instance *instance);
/* Names of the unit and of those above it but the root, like "Oscillators/1"; empty for the root's own. */
void units_path(struct vst3_instance *instance, int32_t unit_id, char *text, size_t bytes);

#endif
