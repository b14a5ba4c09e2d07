/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels in the user's language (LANG). lilv's filter hides every label in another language, so that a plugin without
 * one for the user has no name at all, and cannot be loaded. Therefore the worlds of this host are made with that
 * filter off (world_new); labels are asked for with it first, and then without: better a name in any language than
 * none. All [main-thread].
 */
#ifndef MAOLAN_LV2_LABELS_H
#define MAOLAN_LV2_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "query.h"

/* Whether lilv hides labels in other languages from now on. */
void label_filter(LilvWorld *world, bool on);

/* What a node is called by a predicate, like rdfs:label, cut to fit; false and "" if it has no such label. */
bool label_of(const struct subject *subject, const LilvNode *node, const char *predicate_uri, char *text, size_t bytes);
/* The plugin's doap:name, else its URI. */
void label_of_plugin(const struct subject *subject, char *text, size_t bytes);
/* The port's lv2:name, else its symbol. */
void label_of_port(const struct subject *subject, const LilvPort *port, char *text, size_t bytes);

#endif
