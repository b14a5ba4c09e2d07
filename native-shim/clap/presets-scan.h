/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds presets through the preset discovery factory of a CLAP file. */
#ifndef MAOLAN_CLAP_PRESETS_SCAN_H
#define MAOLAN_CLAP_PRESETS_SCAN_H

#include "json.h"
#include "module.h"

/* [main-thread] Write the array "presets": name, whether it is in a file, location, load_key, and its source (the name
   of its soundpack or location), for each preset of the plugin with that id. */
void presets_write(struct json *json, const struct module *module, const char *plugin_id);

#endif
