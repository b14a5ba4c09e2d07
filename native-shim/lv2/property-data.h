/* SPDX-License-Identifier: BSD-2-Clause */
/* Parameters that are not ports, as declared by the plugin's data (properties.h). All [main-thread]. */
#ifndef MAOLAN_LV2_PROPERTY_DATA_H
#define MAOLAN_LV2_PROPERTY_DATA_H

#include <lilv/lilv.h>
#include <stdbool.h>
#include <stdint.h>

struct lv2_instance;

/* Ids of such parameters on the wire: their URID with this bit, which no port index has. */
#define PROPERTY_ID_BIT 0x80000000u
#define PROPERTY_TEXT_BYTES 4096u

struct property_text {
	LilvNode *node;
	bool is_read_only;
	char value[PROPERTY_TEXT_BYTES]; /* empty: unknown, or none */
};

struct property_data {
	LilvNode **numbers; /* by position after the first in the table */
	struct property_text *texts;
};

/* Number of properties at most, to size the parameter table. */
uint32_t property_data_count(const struct lv2_instance *instance);
/* Read them, after the ports; numbers become parameters. */
bool property_data_read(struct lv2_instance *instance);
void property_data_free(struct lv2_instance *instance);
/* The parameter's node, or NULL if the parameter at that position in the table is a port. */
const LilvNode *property_node(const struct lv2_instance *instance, uint32_t index);

/* ---- property-texts.c ---- */

/* Remember the parameter values in a message from the editor to the plugin, or in a restored state. */
void property_note_message(struct lv2_instance *instance, const void *atom);
void property_note_state(struct lv2_instance *instance);
/* Save the properties of a plugin that has no state functions, before the plugin's items. */
void property_save(struct lv2_instance *instance);
/* Restore the properties of such a plugin. */
void property_restore(struct lv2_instance *instance);
/* Process the plugin's reports since the last call. */
void property_take_received(struct lv2_instance *instance);

#endif
