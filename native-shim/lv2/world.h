/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds one plugin among all installed ones. */
#ifndef MAOLAN_LV2_WORLD_H
#define MAOLAN_LV2_WORLD_H

#include <lilv/lilv.h>

#include "message.h"

/* [main-thread] An empty world that keeps labels in all languages (see labels.h), or NULL. */
LilvWorld *world_new(void);

/* [main-thread] A world that contains the plugin named by uri, or NULL and a sentence. Bundles are searched in
   LV2_PATH, or in the default folders. lilv reads only those whose manifest seems to name the plugin: reading all takes
   seconds if hundreds are installed, and the DAW is waiting. Others that may contain it, by another spelling or a
   dynamic manifest, are checked in a separate process. */
LilvWorld *world_open(const char *uri, const LilvPlugin **plugin, const struct message *message);

/* [main-thread] A separate world with everything about a plugin: its bundle, whose URI ends with a slash, and those
   whose manifest may name it, since an editor may be in a separate bundle. Runs code of bundles, so it is for the
   scanner process only. NULL when out of memory. */
LilvWorld *world_open_around(const char *uri, const char *bundle_uri);

#endif
