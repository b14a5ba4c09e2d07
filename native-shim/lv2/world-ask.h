/* SPDX-License-Identifier: BSD-2-Clause */
/* Bundles that may have a plugin, asked in a process of their own: they may have code (dynamic manifests). */
#ifndef MAOLAN_LV2_WORLD_ASK_H
#define MAOLAN_LV2_WORLD_ASK_H

#include <stdbool.h>

/* [main-thread] Does the bundle (an absolute path) have the plugin? Asks the scanner's process, for some seconds at
   most: code of a bundle that may be of no concern must not end this process, nor hang it. A bundle that does not
   answer has no such plugin, and is named in the log. Without a scanner beside this library: true. */
bool world_ask(const char *bundle, const char *uri);

#endif
