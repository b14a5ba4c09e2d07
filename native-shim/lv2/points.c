/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the scale points of a port. */
#include "points.h"

#include <math.h>
#include <stdlib.h>

#include "labels.h"

#define RDF_VALUE "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

static int by_value(const void *a, const void *b)
{
	const float first = ((const struct point *)a)->value, second = ((const struct point *)b)->value;
	return (first > second) - (first < second);
}

static double number_of(const struct subject *subject, const LilvNode *node)
{
	LilvNode *predicate = lilv_new_uri(subject->world, RDF_VALUE);
	LilvNode *value = lilv_world_get(subject->world, node, predicate, NULL);
	const double number = query_number(value);
	lilv_node_free(value);
	lilv_node_free(predicate);
	return number;
}

bool points_read(const struct subject *subject, const LilvNodes *nodes, struct points *points)
{
	*points = (struct points){0};
	const uint32_t count = nodes ? lilv_nodes_size(nodes) : 0;
	if (count == 0)
		return true;
	points->items = calloc(count, sizeof(struct point));
	if (!points->items)
		return false;
	LILV_FOREACH(nodes, i, nodes)
	{
		const LilvNode *node = lilv_nodes_get(nodes, i);
		struct point *point = &points->items[points->count];
		const double number = number_of(subject, node);
		if (!isfinite(number))
			continue;
		point->value = (float)number;
		label_of(subject, node, RDFS_LABEL, point->label, sizeof(point->label));
		points->count++;
	}
	qsort(points->items, points->count, sizeof(struct point), by_value);
	return true;
}

void points_free(struct points *points)
{
	free(points->items);
	*points = (struct points){0};
}
