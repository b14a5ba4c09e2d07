/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels in the user's language (LANG). lilv's filter hides every label in another language, so that a plugin without
 * one in the user's language has no name, and cannot be loaded. Therefore the worlds of this host are created with the
 * filter off (world_new); labels are looked up with the filter first, and then without it, since a name in any language
 * is better than none. All [main-thread].
 */
#ifndef MAOLAN_LV2_LABELS_H
#define MAOLAN_LV2_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "query.h"

/* Turn lilv's language filter on or off. */
void label_filter(LilvWorld *world, bool on);

/* A node's label for a predicate such as rdfs:label, truncated to fit; false and "" if it has no such label. */
bool label_of(const struct subject *subject, const LilvNode *node, const char *predicate_uri, char *text, size_t bytes);
/* The plugin's doap:name, else its URI. */
void label_of_plugin(const struct subject *subject, char *text, size_t bytes);
/* The port's lv2:name, else its symbol. */
void label_of_port(const struct subject *subject, const LilvPort *port, char *text, size_t bytes);

#endif
