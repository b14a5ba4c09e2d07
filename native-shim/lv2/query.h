/* SPDX-License-Identifier: BSD-2-Clause */
/* Queries of a plugin's data by URI. All [main-thread]. */
#ifndef MAOLAN_LV2_QUERY_H
#define MAOLAN_LV2_QUERY_H

#include <lilv/lilv.h>
#include <stdbool.h>
#include <stdint.h>

/* The subject of a query. */
struct subject {
	LilvWorld *world;
	const LilvPlugin *plugin;
};

bool query_has_feature(const struct subject *subject, const char *uri);
bool query_port_is_a(const struct subject *subject, const LilvPort *port, const char *class_uri);
bool query_port_has_property(const struct subject *subject, const LilvPort *port, const char *property_uri);
bool query_port_is_designated(const struct subject *subject, const LilvPort *port, const char *designation_uri);
bool query_port_supports(const struct subject *subject, const LilvPort *port, const char *event_uri);
/* The port's number for a predicate, or fallback. */
double query_port_number(
    const struct subject *subject, const LilvPort *port, const char *predicate_uri, double fallback);
/* The plugin's category, by the first class more specific than lv2:Plugin: "Reverb", "Instrument"; "" if none. */
void query_class(const struct subject *subject, char *text, size_t bytes);
/* lv2:minorVersion and lv2:microVersion as one increasing number; 0 without them. */
uint64_t query_version(const struct subject *subject);
/* The number in a node, or NaN; includes booleans, and numbers of types that lilv does not know. NULL is allowed. */
double query_number(const LilvNode *node);

#endif
