/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host objects that live as long as the instance and have several interfaces, each of which returns the others in
 * queryInterface. Their references are not counted.
 */
#ifndef MAOLAN_VST3_FACET_H
#define MAOLAN_VST3_FACET_H

#include "api.h"

#define FACETS_MAX 7

struct vst3_instance;
struct facets;

/* One interface. The plugin's pointer to the object points to this. */
struct facet {
	const void *table; /* must be first */
	struct facets *facets;
	const uint8_t *iid;
};

struct facets {
	struct vst3_instance *instance;
	struct facet items[FACETS_MAX]; /* unused ones have no table */
};

/* [main-thread] */
void facets_add(struct facets *facets, const v3_tuid iid, const void *table);

/* [any-thread] The first three functions of every table. */
v3_result facet_query_interface(void *self, const v3_tuid iid, void **object);
uint32_t facet_ref(void *self);
uint32_t facet_unref(void *self);

#define FACET_UNKNOWN .query_interface = facet_query_interface, .ref = facet_ref, .unref = facet_unref

/* [any-thread] */
static inline struct vst3_instance *facet_instance(void *self)
{
	return ((struct facet *)self)->facets->instance;
}

#endif
