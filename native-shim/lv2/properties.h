/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameters that are not ports: patch:writable and patch:readable. The host sets them by patch:Set and requests them
 * by patch:Get; the plugin reports them by patch:Set and patch:Put. Numbers follow the control ports in the parameter
 * table; texts (paths, strings, URIs) belong to the main thread (property-texts.c).
 */
#ifndef MAOLAN_LV2_PROPERTIES_H
#define MAOLAN_LV2_PROPERTIES_H

#include <lv2/atom/forge.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct lv2_audio;
struct ring;

struct lv2_property {
	LV2_URID key;
	LV2_URID type; /* of its values */
	float known;   /* numbers, audio thread: last value sent to or by the plugin */
	double exact;  /* numbers, both threads, atomic: the last value before it became a float of the table */
};

struct lv2_properties {
	struct lv2_property *items; /* numbers, then texts */
	uint32_t number_count;
	uint32_t text_count;
	uint32_t first;    /* index of the first number in the parameter table */
	uint32_t sequence; /* receives the messages; UINT32_MAX: none */
	LV2_URID set, put, get, property, value, body;
	atomic_bool get_due; /* main -> audio: request all values from the plugin */
	struct ring
	    *received; /* audio -> main: values of texts, as whole atoms after their key; NULL: there are no texts */
};

/* [audio-thread] Write the numbers that the plugin does not have into the forge, as far as there is room. */
void properties_forge(struct lv2_audio *audio, LV2_Atom_Forge *forge);
/* [audio-thread] Then, after all settings, write a patch:Get that is due. */
void properties_ask(struct lv2_audio *audio, LV2_Atom_Forge *forge);
/* [audio-thread] Process an event from the plugin: take over the parameter values that it reports. */
void properties_receive(struct lv2_audio *audio, const LV2_Atom *atom);

/* [any-thread] The next property in a patch:Set or patch:Put, or NULL; *at is 0 at first. Its key goes to *key. */
const LV2_Atom *properties_next(const struct lv2_audio *audio, const LV2_Atom *atom, uint32_t *at, LV2_URID *key);
/* [any-thread] The number in an atom. False if it is not a number. */
bool properties_number(const struct lv2_audio *audio, const LV2_Atom *atom, double *number);
/* [any-thread] Remember a number from outside with all its digits; it goes into the table as a float. */
void properties_note_exact(struct lv2_property *item, double number);
/* [any-thread] The number with all its digits, if the table still has it; else what the table has. */
double properties_exact(const struct lv2_property *item, float in_table);
/* [any-thread] The body of an atom of the property's type with that number: its bytes are written, their count
 * returned.
 */
uint32_t properties_body(const LV2_Atom_Forge *forge, const struct lv2_property *item, double number, void *body);

#endif
