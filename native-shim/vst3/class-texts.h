/* What the factory says about a class besides its name. */
#ifndef MAOLAN_VST3_CLASS_TEXTS_H
#define MAOLAN_VST3_CLASS_TEXTS_H

#include "api.h"

struct class_texts {
	char vendor[64];
	char category[128]; /* as users know it ("Fx|Dynamics"), else the kind of class */
	char version[64];
};

/* [main-thread] Of the class with that number, whose kind is IPluginFactory's category. */
struct class_texts class_texts_read(struct v3_plugin_factory **factory, int32_t number, const char *kind);
/* [main-thread] Of the class with that id; empty if there is none. */
struct class_texts class_texts_of(struct v3_plugin_factory **factory, const v3_tuid class_id);

#endif
