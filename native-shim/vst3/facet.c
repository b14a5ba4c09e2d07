/* SPDX-License-Identifier: BSD-2-Clause */
/* queryInterface and reference counts of host objects with several interfaces. */
#include "facet.h"

void facets_add(struct facets *facets, const v3_tuid iid, const void *table)
{
	struct facet *item = facets->items;
	while (item->table)
		item++;
	*item = (struct facet){table, facets, iid};
}

v3_result facet_query_interface(void *self, const v3_tuid iid, void **object)
{
	struct facets *facets = ((struct facet *)self)->facets;
	*object = NULL;
	if (v3_tuid_match(iid, v3_funknown_iid))
		*object = &facets->items[0];
	for (struct facet *item = facets->items; item < facets->items + FACETS_MAX && item->table; item++)
		if (v3_tuid_match(iid, item->iid))
			*object = item;
	return *object ? V3_OK : V3_NO_INTERFACE;
}

uint32_t facet_ref(void *self)
{
	(void)self;
	return 1;
}

uint32_t facet_unref(void *self)
{
	(void)self;
	return 1;
}
