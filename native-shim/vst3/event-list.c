/* SPDX-License-Identifier: BSD-2-Clause */
/* IEventList in both directions. Allocated once; then used on the audio thread and, inside process, by the plugin. */
#include <stdlib.h>

#include "events.h"

static v3_result list_query_interface(void *self, const v3_tuid iid, void **object)
{
	const bool known = v3_tuid_match(iid, v3_event_list_iid) || v3_tuid_match(iid, v3_funknown_iid);
	*object = known ? self : NULL;
	return known ? V3_OK : V3_NO_INTERFACE;
}

/* The lists live as long as the instance. */
static uint32_t list_count_nothing(void *self)
{
	(void)self;
	return 1;
}

static uint32_t list_get_event_count(void *self)
{
	return ((struct vst3_events *)self)->count;
}

static v3_result list_get_event(void *self, int32_t number, struct v3_event *event)
{
	const struct vst3_events *list = self;
	if (number < 0 || (uint32_t)number >= list->count)
		return V3_INVALID_ARG;
	*event = list->items[number];
	return V3_OK;
}

/* The plugin's bytes may be freed when it returns. */
static bool keep_bytes(struct vst3_events *list, struct v3_event_data *data)
{
	if (!data->bytes || data->size > BLOCK_DATA_BYTES - list->byte_count)
		return false;
	uint8_t *bytes = list->bytes + list->byte_count;
	memcpy(bytes, data->bytes, data->size);
	data->bytes = bytes;
	list->byte_count += data->size;
	return true;
}

static v3_result list_add_event(void *self, struct v3_event *event)
{
	struct vst3_events *list = self;
	if (list->count == EVENT_ITEMS_MAX)
		return V3_FALSE;
	struct v3_event *item = &list->items[list->count];
	*item = *event;
	if (item->type == V3_EVENT_DATA && !keep_bytes(list, &item->data))
		return V3_FALSE;
	list->count++;
	return V3_OK;
}

static const struct v3_event_list list_table = {
    .query_interface = list_query_interface,
    .ref = list_count_nothing,
    .unref = list_count_nothing,
    .get_event_count = list_get_event_count,
    .get_event = list_get_event,
    .add_event = list_add_event,
};

bool events_init(struct vst3_events *list)
{
	list->table = &list_table;
	list->items = calloc(EVENT_ITEMS_MAX, sizeof(*list->items));
	list->bytes = calloc(BLOCK_DATA_BYTES, 1);
	return list->items && list->bytes;
}

void events_free(struct vst3_events *list)
{
	free(list->items);
	free(list->bytes);
}

void events_clear(struct vst3_events *list)
{
	list->count = 0;
	list->byte_count = 0;
}

struct v3_event_list **events_object(struct vst3_events *list)
{
	return (struct v3_event_list **)list;
}
