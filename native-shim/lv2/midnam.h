/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Note names through Ardour's extension (http://ardour.org/lv2/midnam): the plugin returns a MIDINameDocument, which is
 * XML, and may report from its run that it has changed.
 */
#ifndef MAOLAN_LV2_MIDNAM_H
#define MAOLAN_LV2_MIDNAM_H

#include <lv2/core/lv2.h>

#include "plugin.h"

#define MIDNAM_INTERFACE "http://ardour.org/lv2/midnam#interface"
#define MIDNAM_UPDATE "http://ardour.org/lv2/midnam#update"
#define MIDNAM_NOTES 128u

/* Extension data. Results of midnam and model are released by free. */
struct midnam_interface {
	char *(*midnam)(LV2_Handle handle); /* NULL: none at the moment */
	char *(*model)(LV2_Handle handle);
	void (*free)(char *text);
};

/* Feature. */
struct midnam_update {
	void *handle;
	void (*update)(void *handle); /* [any-thread] */
};

/* [any-thread] The notes named by a document, each once (the first name counts; empty ones are ignored), in the
   document's order. names has room for MIDNAM_NOTES. Returns their number. */
uint32_t midnam_read(const char *document, struct plugin_note_name *names);

#endif
