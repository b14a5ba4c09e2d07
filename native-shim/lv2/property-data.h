/* SPDX-License-Identifier: BSD-2-Clause */
/* What a plugin's data say about parameters that are not ports (properties.h). All [main-thread]. */
#ifndef MAOLAN_LV2_PROPERTY_DATA_H
#define MAOLAN_LV2_PROPERTY_DATA_H

#include <lilv/lilv.h>
#include <stdbool.h>
#include <stdint.h>

struct lv2_instance;

/* Ids of such parameters on the wire: their URID with this bit, which no port's index has. */
#define PROPERTY_ID_BIT 0x80000000u
#define PROPERTY_TEXT_BYTES 4096u

struct property_text {
	LilvNode *node;
	bool is_read_only;
	char value[PROPERTY_TEXT_BYTES]; /* as far as known; empty: not known, or none */
};

struct property_data {
	LilvNode **numbers; /* by position behind the first in the table */
	struct property_text *texts;
};

/* How many there may be, for the room in the parameter table. */
uint32_t property_data_count(const struct lv2_instance *instance);
/* Read them, after the ports; numbers become parameters. */
bool property_data_read(struct lv2_instance *instance);
void property_data_free(struct lv2_instance *instance);
/* The parameter's node, or NULL: the parameter at that position in the table is a port. */
const LilvNode *property_node(const struct lv2_instance *instance, uint32_t index);

/* ---- property-texts.c ---- */

/* A message from the editor to the plugin, or a state that was restored: what it says of parameters is remembered. */
void property_note_message(struct lv2_instance *instance, const void *atom);
void property_note_state(struct lv2_instance *instance);
/* Before the plugin's items of a state: those of a plugin that keeps no state itself. */
void property_save(struct lv2_instance *instance);
/* Give such a plugin what its state has. */
void property_restore(struct lv2_instance *instance);
/* What the plugin has told since the last time. */
void property_take_heard(struct lv2_instance *instance);

#endif
