/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of notes as Ardour's extension has them (http://ardour.org/lv2/midnam): the plugin hands out a
 * MIDINameDocument, which is XML, and may say from its run that there is a newer one.
 */
#ifndef MAOLAN_LV2_MIDNAM_H
#define MAOLAN_LV2_MIDNAM_H

#include <lv2/core/lv2.h>

#include "plugin.h"

#define MIDNAM_INTERFACE "http://ardour.org/lv2/midnam#interface"
#define MIDNAM_UPDATE "http://ardour.org/lv2/midnam#update"
#define MIDNAM_NOTES 128u

/* Extension data. What midnam and model return goes back to free. */
struct midnam_interface {
	char *(*midnam)(LV2_Handle handle); /* NULL: there is none just now */
	char *(*model)(LV2_Handle handle);
	void (*free)(char *text);
};

/* Feature. */
struct midnam_update {
	void *handle;
	void (*update)(void *handle); /* [any-thread] */
};

/* [any-thread] The notes that a document names, each once (the first name counts; one of no letters is
   none), in the document's order. names has
   room for MIDNAM_NOTES. Returns their number. */
uint32_t midnam_read(const char *document, struct plugin_note_name *names);

#endif
