/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions to a plugin's data, asked by URI. All [main-thread]. */
#ifndef MAOLAN_LV2_QUERY_H
#define MAOLAN_LV2_QUERY_H

#include <lilv/lilv.h>
#include <stdbool.h>
#include <stdint.h>

/* Who is asked about. */
struct subject {
	LilvWorld *world;
	const LilvPlugin *plugin;
};

bool query_has_feature(const struct subject *subject, const char *uri);
bool query_port_is_a(const struct subject *subject, const LilvPort *port, const char *class_uri);
bool query_port_has_property(const struct subject *subject, const LilvPort *port, const char *property_uri);
bool query_port_is_designated(const struct subject *subject, const LilvPort *port, const char *designation_uri);
bool query_port_supports(const struct subject *subject, const LilvPort *port, const char *event_uri);
/* The number that the port has for a predicate, or fallback. */
double query_port_number(
    const struct subject *subject, const LilvPort *port, const char *predicate_uri, double fallback);
/* What kind of plugin it is, by the first class that is more than lv2:Plugin: "Reverb", "Instrument"; "" if none is. */
void query_class(const struct subject *subject, char *text, size_t bytes);
/* lv2:minorVersion and lv2:microVersion as one number that grows from version to version; 0 without them. */
uint64_t query_version(const struct subject *subject);
/* The number in a node, or NaN: also for booleans, and for numbers typed as something that lilv does not know. NULL is
 * allowed. */
double query_number(const LilvNode *node);

#endif
