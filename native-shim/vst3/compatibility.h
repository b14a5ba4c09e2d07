/* SPDX-License-Identifier: BSD-2-Clause */
/* Which older classes a class replaces. [main-thread] */
#ifndef MAOLAN_VST3_COMPATIBILITY_H
#define MAOLAN_VST3_COMPATIBILITY_H

#include "module.h"

/* Whether the module declares that its selected class accepts the states of another class, which is named as in a state
   blob (class_id_text, length bytes). The declaration is in its bundle's moduleinfo.json, or in a class that implements
   IPluginCompatibility. */
bool compatibility_replaces(const struct module *module, const char *old_class, uint32_t length);

#endif
