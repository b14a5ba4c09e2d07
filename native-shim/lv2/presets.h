/* SPDX-License-Identifier: BSD-2-Clause */
/* The contents of a plugin's presets, for a scan with details. [main-thread] */
#ifndef MAOLAN_LV2_PRESETS_H
#define MAOLAN_LV2_PRESETS_H

#include "json.h"
#include "query.h"

/* Write the array "presets" as a member: for each preset in the world, its name, its URI, its control values (port
   index, number) and its properties (URIs, value in base64; URIDs are the host's own, urid.h). */
void presets_write(struct json *json, const struct subject *subject);

#endif
