/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks bundles in a separate process, since they may contain code (dynamic manifests). */
#ifndef MAOLAN_LV2_WORLD_ASK_H
#define MAOLAN_LV2_WORLD_ASK_H

#include <stdbool.h>

/* [main-thread] Whether the bundle (an absolute path) contains the plugin. Asks the scanner process, for some seconds
   at most: code of an unrelated bundle must not crash or hang this process. A bundle that does not answer counts as not
   containing it, and is logged. Without a scanner in this library's folder: true. */
bool world_ask(const char *bundle, const char *uri);

#endif
