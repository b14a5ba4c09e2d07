/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The points of all queues are in one pool; a queue is a linked list in it. Plugins read points by index, nearly always
 * sequentially: a cursor per queue avoids quadratic time.
 */
#include "changes.h"

#include <stdlib.h>

#define NONE UINT32_MAX
#define SLOTS 65536u /* of the hash table; a power of two above CHANGES_QUEUES_MAX */
static_assert(SLOTS > 2 * CHANGES_QUEUES_MAX, "short probes, and always a free slot");

struct point {
	double value;
	int32_t sample_offset;
	uint32_t next;
};

struct queue {
	const struct v3_param_value_queue *table; /* must be first: the plugin's pointer to the object */
	struct changes *changes;
	v3_param_id id;
	enum change_source source; /* of the last point added */
	uint32_t point_count;
	uint32_t first;
	uint32_t last;
	uint32_t cursor; /* point number cursor_number */
	uint32_t cursor_number;
};

/* Finds the queue with an id. Only slots of the current generation count, so that clearing costs nothing. */
struct slot {
	uint32_t round;
	uint32_t queue;
};

struct changes {
	const struct v3_param_changes *table; /* must be first */
	uint32_t queue_count;
	uint32_t point_count;
	uint32_t round;
	struct queue queues[CHANGES_QUEUES_MAX];
	struct point points[CHANGES_POINTS_MAX];
	struct slot slots[SLOTS];
};

/* ---- queues ---- */

static uint32_t point_number(struct queue *queue, uint32_t number)
{
	if (number + 1 == queue->point_count)
		return queue->last;
	if (queue->cursor == NONE || number < queue->cursor_number) {
		queue->cursor = queue->first;
		queue->cursor_number = 0;
	}
	for (; queue->cursor_number < number; queue->cursor_number++)
		queue->cursor = queue->changes->points[queue->cursor].next;
	return queue->cursor;
}

/* The last point at or before the offset, or NONE, and its index. */
static uint32_t find_before(const struct queue *queue, int32_t sample_offset, uint32_t *number)
{
	const struct point *points = queue->changes->points;
	if (queue->last != NONE && points[queue->last].sample_offset <= sample_offset) {
		*number = queue->point_count - 1;
		return queue->last;
	}
	uint32_t before = NONE;
	*number = 0;
	for (uint32_t at = queue->first; at != NONE && points[at].sample_offset <= sample_offset; at = points[at].next) {
		*number += before != NONE;
		before = at;
	}
	return before;
}

/* Returns the index of the point, or NONE if the pool is exhausted. */
static uint32_t add_point(struct queue *queue, int32_t sample_offset, double value)
{
	struct changes *changes = queue->changes;
	uint32_t number;
	const uint32_t before = find_before(queue, sample_offset, &number);
	if (before != NONE && changes->points[before].sample_offset == sample_offset) {
		changes->points[before].value = value;
		return number;
	}
	if (changes->point_count == CHANGES_POINTS_MAX)
		return NONE;
	const uint32_t added = changes->point_count++;
	uint32_t *link = before == NONE ? &queue->first : &changes->points[before].next;
	changes->points[added] = (struct point){value, sample_offset, *link};
	*link = added;
	if (changes->points[added].next == NONE)
		queue->last = added;
	queue->point_count++;
	queue->cursor = NONE;
	return before == NONE ? 0 : number + 1;
}

/* ---- the set of queues ---- */

static bool slot_is_used(const struct changes *changes, const struct slot *slot)
{
	return slot->round == changes->round && slot->queue < changes->queue_count;
}

static struct slot *find_slot(struct changes *changes, v3_param_id id)
{
	uint32_t at = (id * UINT32_C(2654435769)) >> 16; /* Fibonacci hashing: 16 bits, as many as SLOTS */
	for (;; at = (at + 1) % SLOTS) {
		struct slot *slot = &changes->slots[at];
		if (!slot_is_used(changes, slot) || changes->queues[slot->queue].id == id)
			return slot;
	}
}

static const struct v3_param_value_queue queue_table;

/* The parameter's queue, created if needed; NULL if there are too many. */
static struct queue *open_queue(struct changes *changes, v3_param_id id)
{
	struct slot *slot = find_slot(changes, id);
	if (slot_is_used(changes, slot))
		return &changes->queues[slot->queue];
	if (changes->queue_count == CHANGES_QUEUES_MAX)
		return NULL;
	*slot = (struct slot){changes->round, changes->queue_count};
	struct queue *queue = &changes->queues[changes->queue_count++];
	*queue = (struct queue){&queue_table, changes, id, CHANGE_FROM_OUTSIDE, 0, NONE, NONE, NONE, 0};
	return queue;
}

struct v3_param_changes **changes_object(struct changes *changes)
{
	return (struct v3_param_changes **)changes;
}

void changes_clear(struct changes *changes)
{
	changes->queue_count = 0;
	changes->point_count = 0;
	changes->round++;
}

void changes_add(
    struct changes *changes, v3_param_id id, int32_t sample_offset, double value, enum change_source source)
{
	struct queue *queue = open_queue(changes, id);
	if (!queue)
		return;
	queue->source = source;
	add_point(queue, sample_offset, value);
}

/* VST3 interpolates linearly from each point to the next (IParamValueQueue). */
void changes_step(struct changes *changes, v3_param_id id, int32_t sample_offset, double before, double value)
{
	struct queue *queue = open_queue(changes, id);
	if (!queue)
		return;
	const struct point *last = queue->last == NONE ? NULL : &changes->points[queue->last];
	const double old = last ? last->value : before;
	if (sample_offset > 0 && old != value && (!last || last->sample_offset < sample_offset - 1))
		add_point(queue, sample_offset - 1, old);
	queue->source = CHANGE_FROM_OUTSIDE;
	add_point(queue, sample_offset, value);
}

uint32_t changes_count(const struct changes *changes)
{
	return changes->queue_count;
}

bool changes_last(const struct changes *changes, uint32_t number, struct change *change)
{
	const struct queue *queue = &changes->queues[number];
	if (queue->point_count == 0)
		return false;
	*change = (struct change){queue->id, changes->points[queue->last].value, queue->source};
	return true;
}

/* ---- the plugin's interface ---- */

/* Both objects live as long as the instance, so references are not counted. */
static uint32_t count_nothing(void *self)
{
	(void)self;
	return 1;
}

static v3_result give(void *self, const v3_tuid iid, const v3_tuid own_iid, void **object)
{
	const bool known = v3_tuid_match(iid, own_iid) || v3_tuid_match(iid, v3_funknown_iid);
	*object = known ? self : NULL;
	return known ? V3_OK : V3_NO_INTERFACE;
}

static v3_result queue_query_interface(void *self, const v3_tuid iid, void **object)
{
	return give(self, iid, v3_param_value_queue_iid, object);
}

static v3_param_id queue_get_param_id(void *self)
{
	return ((struct queue *)self)->id;
}

static int32_t queue_get_point_count(void *self)
{
	return (int32_t)((struct queue *)self)->point_count;
}

static v3_result queue_get_point(void *self, int32_t number, int32_t *sample_offset, double *value)
{
	struct queue *queue = self;
	if (number < 0 || (uint32_t)number >= queue->point_count)
		return V3_INVALID_ARG;
	const struct point *point = &queue->changes->points[point_number(queue, (uint32_t)number)];
	*sample_offset = point->sample_offset;
	*value = point->value;
	return V3_OK;
}

static v3_result queue_add_point(void *self, int32_t sample_offset, double value, int32_t *number)
{
	const uint32_t added = add_point(self, sample_offset, value);
	if (added == NONE)
		return V3_FALSE;
	if (number)
		*number = (int32_t)added;
	return V3_OK;
}

static v3_result changes_query_interface(void *self, const v3_tuid iid, void **object)
{
	return give(self, iid, v3_param_changes_iid, object);
}

static int32_t changes_get_param_count(void *self)
{
	return (int32_t)((struct changes *)self)->queue_count;
}

static struct v3_param_value_queue **changes_get_param_data(void *self, int32_t number)
{
	struct changes *changes = self;
	if (number < 0 || (uint32_t)number >= changes->queue_count)
		return NULL;
	return (struct v3_param_value_queue **)&changes->queues[number];
}

static struct v3_param_value_queue **changes_add_param_data(void *self, v3_param_id *id, int32_t *number)
{
	struct changes *changes = self;
	struct queue *queue = open_queue(changes, *id);
	if (queue && number)
		*number = (int32_t)(queue - changes->queues);
	return (struct v3_param_value_queue **)queue;
}

static const struct v3_param_value_queue queue_table = {
    .query_interface = queue_query_interface,
    .ref = count_nothing,
    .unref = count_nothing,
    .get_param_id = queue_get_param_id,
    .get_point_count = queue_get_point_count,
    .get_point = queue_get_point,
    .add_point = queue_add_point,
};

static const struct v3_param_changes changes_table = {
    .query_interface = changes_query_interface,
    .ref = count_nothing,
    .unref = count_nothing,
    .get_param_count = changes_get_param_count,
    .get_param_data = changes_get_param_data,
    .add_param_data = changes_add_param_data,
};

struct changes *changes_new(void)
{
	struct changes *changes = calloc(1, sizeof(*changes));
	if (changes) {
		changes->table = &changes_table;
		changes->round = 1;
	}
	return changes;
}

void changes_free(struct changes *changes)
{
	free(changes);
}
