/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding one plugin among all that are installed. */
#ifndef MAOLAN_LV2_WORLD_H
#define MAOLAN_LV2_WORLD_H

#include <lilv/lilv.h>

#include "message.h"

/* [main-thread] An empty world that keeps labels of all languages (see labels.h), or NULL. */
LilvWorld *world_new(void);

/* [main-thread] A world that knows the plugin named by uri, or NULL and a sentence. The bundles are sought where
   LV2_PATH says, else where LV2 bundles usually are. Only those whose manifest seems to name the plugin are read by
   lilv: reading all takes seconds where hundreds are installed, and the DAW waits. Others that may have it, by another
   spelling or a dynamic manifest, are asked in a process of their own. */
LilvWorld *world_open(const char *uri, const LilvPlugin **plugin, const struct message *message);

/* [main-thread] A separate world to read everything that is said about a plugin: its bundle, whose URI ends with a
   slash, and those whose manifest may name it, for an editor may come in a bundle of its own. Runs code of bundles: for
   the scanner's process. NULL when out of memory. */
LilvWorld *world_open_around(const char *uri, const char *bundle_uri);

#endif
