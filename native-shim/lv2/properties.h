/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameters that are not ports: patch:writable and patch:readable. The plugin is told by patch:Set, asked by
 * patch:Get, and tells by patch:Set and patch:Put. Numbers follow the control ports in the parameter table; texts
 * (paths, strings, URIs) are the main thread's (property-texts.c).
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
	float known;   /* numbers, audio thread: what the plugin was told, or told, last */
};

struct lv2_properties {
	struct lv2_property *items; /* numbers, then texts */
	uint32_t number_count;
	uint32_t text_count;
	uint32_t first;    /* of the numbers in the parameter table */
	uint32_t sequence; /* that takes the messages; UINT32_MAX: none does */
	LV2_URID set, put, get, property, value, body;
	atomic_bool get_due; /* main -> audio: ask the plugin for all values */
	struct ring *heard;  /* audio -> main: values of texts, as whole atoms behind their key; NULL: there are no texts */
};

/* [audio-thread] Write into the forge the numbers that differ from what the plugin knows, as far as there is room. */
void properties_forge(struct lv2_audio *audio, LV2_Atom_Forge *forge);
/* [audio-thread] Then, behind all that is set: a patch:Get that is due. */
void properties_ask(struct lv2_audio *audio, LV2_Atom_Forge *forge);
/* [audio-thread] An event of the plugin; what it says of its parameters is taken over. */
void properties_hear(struct lv2_audio *audio, const LV2_Atom *atom);

/* [any-thread] The next property that a patch:Set or patch:Put tells, or NULL; *at is 0 at first. Its key in *key. */
const LV2_Atom *properties_next(const struct lv2_audio *audio, const LV2_Atom *atom, uint32_t *at, LV2_URID *key);
/* [any-thread] The number in an atom. False if it is none. */
bool properties_number(const struct lv2_audio *audio, const LV2_Atom *atom, double *number);

#endif
