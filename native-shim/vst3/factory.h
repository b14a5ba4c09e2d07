/* SPDX-License-Identifier: BSD-2-Clause */
/* The classes of a module's factory. All [main-thread]. */
#ifndef MAOLAN_VST3_FACTORY_H
#define MAOLAN_VST3_FACTORY_H

#include "api.h"

/* Texts are UTF-8, empty if the factory does not provide them. */
struct factory_class {
	v3_tuid class_id;
	char category[33]; /* VST3_AUDIO_CLASS or another category */
	char name[256];
	char vendor[256];         /* defaults to the factory's */
	char sub_categories[129]; /* such as "Fx|Dynamics" */
	char version[256];
};

/* Class index, from the newest of IPluginFactory3, 2 and 1 that describes it: each may describe classes that the others
   do not. False if none does. */
bool factory_read_class(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info);
/* The class with that id; false, and cleared, if there is none. */
bool factory_find_class(struct v3_plugin_factory **factory, const v3_tuid class_id, struct factory_class *info);

#endif
