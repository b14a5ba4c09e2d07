/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * URIDs: numbers for URIs. A number is derived from a hash of the URI instead of being counted up: plugins store raw
 * URIDs in their state, and when another process restores it, the same number must mean the same URI. So the hash must
 * never change.
 */
#ifndef MAOLAN_LV2_URID_H
#define MAOLAN_LV2_URID_H

#include <lv2/urid/urid.h>
#include <stdint.h>

struct urids;

/* Key of a property of saved states: the URIs of all values that are URIDs, one per line, since the number alone does
   not tell another process its URI. */
#define URIDS_PROPERTY "urn:maolan:plugin-host:uris"

/* [main-thread] */
struct urids *urids_new(void);
void urids_free(struct urids *urids);

/* [any-thread] LV2_URID_Map and LV2_URID_Unmap; the handle is the table. A known URI is found without a lock. 0 when
   out of memory. */
LV2_URID urids_map(LV2_URID_Map_Handle handle, const char *uri);
/* [main-thread] Map each URI of such a list. */
void urids_learn(struct urids *urids, const char *lines, uint32_t bytes);
/* [any-thread] NULL if unknown. Never locks. */
const char *urids_unmap(LV2_URID_Unmap_Handle handle, LV2_URID urid);

#endif
