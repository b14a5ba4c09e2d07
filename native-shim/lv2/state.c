/* SPDX-License-Identifier: BSD-2-Clause */
/* The plugin's own state (state:interface). The caller handles port values, since they are parameters. */
#include <lv2/state/state.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instance.h"
#include "message.h"

static const char *status_text(LV2_State_Status status)
{
	switch (status) {
	case LV2_STATE_ERR_BAD_TYPE:
		return "a value has a type that it does not know";
	case LV2_STATE_ERR_BAD_FLAGS:
		return "a value has flags that it does not know";
	case LV2_STATE_ERR_NO_FEATURE:
		return "it misses a feature of the host";
	case LV2_STATE_ERR_NO_PROPERTY:
		return "a property is missing";
	case LV2_STATE_ERR_NO_SPACE:
		return "there is not enough memory";
	default:
		return "it does not say why";
	}
}

/* ---- lists of properties ---- */

static char *copy(const void *bytes, uint32_t count)
{
	char *text =
	    malloc((size_t)count + 1); /* one extra byte: strings end with NUL, and empty values still have an address */
	if (!text)
		return NULL;
	if (count > 0)
		memcpy(text, bytes, count);
	text[count] = '\0';
	return text;
}

static void property_free(struct state_property *property)
{
	free(property->key);
	free(property->type);
	free(property->value);
}

static void list_clear(struct state_list *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		property_free(&list->items[i]);
	free(list->items);
	*list = (struct state_list){0};
}

static struct state_property *list_find(const struct state_list *list, const char *key)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].key, key) == 0)
			return &list->items[i];
	return NULL;
}

static bool list_grow(struct state_list *list)
{
	if (list->count < list->room)
		return true;
	const uint32_t room = list->room ? list->room * 2 : 16;
	struct state_property *items = realloc(list->items, room * sizeof(*items));
	if (!items)
		return false;
	list->items = items;
	list->room = room;
	return true;
}

/* Add a copy of the property; of two with the same key the last value counts, at the position of the first. */
static bool list_put(struct state_list *list, const struct plugin_state_item *item)
{
	struct state_property property = {copy(item->key, item->key_bytes), copy(item->type, item->type_bytes),
	    copy(item->value, item->value_bytes), item->key_bytes, item->type_bytes, item->value_bytes, item->flags};
	if (!property.key || !property.type || !property.value || !list_grow(list)) {
		property_free(&property);
		return false;
	}
	struct state_property *same = list_find(list, property.key);
	if (same) {
		property_free(same);
		*same = property;
	} else {
		list->items[list->count++] = property;
	}
	return true;
}

/* ---- save ---- */

/* Values that are not plain old data must not be copied unless their type is known; atoms are flat by definition. */
static bool is_flat(const char *type, uint32_t flags)
{
	return (flags & LV2_STATE_IS_POD) || strncmp(type, LV2_ATOM_PREFIX, strlen(LV2_ATOM_PREFIX)) == 0;
}

static LV2_State_Status store(
    LV2_State_Handle handle, uint32_t key, const void *value, size_t bytes, uint32_t type, uint32_t flags)
{
	struct lv2_instance *instance = handle;
	const char *key_uri = urids_unmap(instance->urids, key);
	const char *type_uri = urids_unmap(instance->urids, type);
	if (!key_uri || (!value && bytes > 0) || bytes > INT32_MAX)
		return LV2_STATE_ERR_UNKNOWN;
	if (!type_uri)
		return LV2_STATE_ERR_BAD_TYPE;
	if (!is_flat(type_uri, flags))
		return LV2_STATE_ERR_BAD_FLAGS;
	/* state.h requires bytes > 0, but plugins store empty strings, and losing those loses the user's work. */
	const struct plugin_state_item item = {
	    key_uri, type_uri, value, (uint32_t)strlen(key_uri), (uint32_t)strlen(type_uri), (uint32_t)bytes, flags};
	return list_put(&instance->saved, &item) ? LV2_STATE_SUCCESS : LV2_STATE_ERR_NO_SPACE;
}

/* A state is also captured unrequested, after each edit: the same failure is logged once, until a save succeeds. */
static void say_save_failed(struct lv2_instance *instance, LV2_State_Status status)
{
	if (!instance->said_save_failed)
		log_text("LV2: %s failed to save its own state: %s; only its control values are saved", instance->uri,
		    status_text(status));
	instance->said_save_failed = true;
}

/* "a" and "b" become "a\nb". False: out of memory. */
static bool append_line(char **lines, const char *line)
{
	char *joined = NULL;
	if (asprintf(&joined, "%s%s%s", *lines ? *lines : "", *lines ? "\n" : "", line) < 0)
		return false;
	free(*lines);
	*lines = joined;
	return true;
}

/* Adds the URIs of the values that are URIDs. */
static bool keep_uris(struct lv2_instance *instance)
{
	const struct state_list *list = &instance->saved;
	char *lines = NULL;
	bool kept = true;
	for (uint32_t i = 0; i < list->count && kept; i++) {
		LV2_URID urid;
		if (strcmp(list->items[i].type, LV2_ATOM__URID) != 0 || list->items[i].value_bytes != sizeof(urid))
			continue;
		memcpy(&urid, list->items[i].value, sizeof(urid));
		const char *uri = urids_unmap(instance->urids, urid);
		kept = !uri || append_line(&lines, uri);
	}
	if (lines) {
		const struct plugin_state_item item = {URIDS_PROPERTY, LV2_ATOM__String, lines, sizeof(URIDS_PROPERTY) - 1,
		    sizeof(LV2_ATOM__String) - 1, (uint32_t)strlen(lines) + 1, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE};
		kept = list_put(&instance->saved, &item) && kept;
	}
	free(lines);
	return kept;
}

int32_t plugin_state_save(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	list_clear(&instance->saved);
	if (!instance->state || !instance->state->save) {
		property_save(instance);
		return (int32_t)instance->saved.count;
	}
	const LV2_State_Status status = instance->state->save(
	    instance->audio.handle, store, instance, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE, instance->features.list);
	if (status != LV2_STATE_SUCCESS) {
		say_save_failed(instance, status);
		list_clear(&instance->saved);
		return PLUGIN_ERROR;
	}
	instance->said_save_failed = false;
	if (!keep_uris(instance))
		return PLUGIN_ERROR;
	instance->paths.keep |= instance->saved.count > 0;
	return (int32_t)instance->saved.count;
}

int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (index >= instance->saved.count)
		return PLUGIN_ERROR;
	const struct state_property *property = &instance->saved.items[index];
	*item = (struct plugin_state_item){property->key, property->type, property->value, property->key_bytes,
	    property->type_bytes, property->value_bytes, property->flags};
	return PLUGIN_OK;
}

/* ---- restore ---- */

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *bytes, uint32_t *type, uint32_t *flags)
{
	struct lv2_instance *instance = handle;
	const char *key_uri = urids_unmap(instance->urids, key);
	const struct state_property *property = key_uri ? list_find(&instance->collected, key_uri) : NULL;
	if (bytes)
		*bytes = property ? property->value_bytes : 0;
	if (type)
		*type = property ? urids_map(instance->urids, property->type) : 0;
	if (flags)
		*flags = property ? property->flags : 0;
	return property ? property->value : NULL;
}

int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const struct plugin_state_item item = {key, type, value, key_bytes, type_bytes, value_bytes, flags};
	if (key_bytes == sizeof(URIDS_PROPERTY) - 1 && memcmp(key, URIDS_PROPERTY, key_bytes) == 0) {
		urids_learn(instance->urids, value, value_bytes);
		return PLUGIN_OK;
	}
	return list_put(&instance->collected, &item) ? PLUGIN_OK : PLUGIN_ERROR;
}

static int32_t restore(struct lv2_instance *instance)
{
	if (instance->collected.count == 0)
		return PLUGIN_OK;
	if (!instance->state || !instance->state->restore) {
		property_restore(instance);
		return PLUGIN_NOT_SUPPORTED;
	}
	const LV2_State_Status status =
	    instance->state->restore(instance->audio.handle, retrieve, instance, 0, instance->features.list);
	/* Work scheduled by restore() was done at once; deliver the answers, too, so that a save right afterwards sees the
	   new state. */
	if (instance->audio.worker)
		worker_deliver(instance->audio.worker);
	property_note_state(instance);
	if (status == LV2_STATE_SUCCESS)
		return PLUGIN_OK;
	log_text("LV2: %s reports that it could not restore all of its own state: %s; its control values are restored",
	    instance->uri, status_text(status));
	return PLUGIN_ERROR;
}

int32_t plugin_state_restore(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const int32_t status = restore(instance);
	list_clear(&instance->collected);
	return status;
}

/* ---- default state ---- */

/* lilv's retrieve function writes through pointers that state.h allows to be NULL. So lilv gets a stand-in for the
   plugin, whose restore() passes the plugin a retrieve function that follows state.h. */
struct stand_in {
	struct lv2_instance *instance;
	LV2_State_Retrieve_Function retrieve;
	LV2_State_Handle handle;
};

static const void *retrieve_default(
    LV2_State_Handle handle, uint32_t key, size_t *bytes, uint32_t *type, uint32_t *flags)
{
	const struct stand_in *stand_in = handle;
	size_t no_bytes;
	uint32_t no_type, no_flags;
	return stand_in->retrieve(
	    stand_in->handle, key, bytes ? bytes : &no_bytes, type ? type : &no_type, flags ? flags : &no_flags);
}

static LV2_State_Status restore_default(LV2_Handle handle, LV2_State_Retrieve_Function retrieve_function,
    LV2_State_Handle state, uint32_t flags, const LV2_Feature *const *features)
{
	struct stand_in *stand_in = handle;
	struct lv2_instance *instance = stand_in->instance;
	stand_in->retrieve = retrieve_function;
	stand_in->handle = state;
	const LV2_State_Status status =
	    instance->state->restore(instance->audio.handle, retrieve_default, stand_in, flags, features);
	if (status != LV2_STATE_SUCCESS)
		log_text("LV2: %s refused its own default state: %s", instance->uri, status_text(status));
	return status;
}

static const void *stand_in_extension(const char *uri)
{
	static const LV2_State_Interface interface = {NULL, restore_default};
	return strcmp(uri, LV2_STATE__interface) == 0 ? &interface : NULL;
}

void state_load_default(struct lv2_instance *instance)
{
	const struct subject *subject = &instance->subject;
	if (!instance->state || !instance->state->restore || !query_has_feature(subject, LV2_STATE__loadDefaultState))
		return;
	LilvState *state =
	    lilv_state_new_from_world(subject->world, &instance->features.map, lilv_plugin_get_uri(subject->plugin));
	if (!state) {
		log_text("LV2: %s wants its default state loaded, but its data has none", instance->uri);
		return;
	}
	/* No port values: ports already have their defaults. */
	LV2_Descriptor descriptor = {.URI = instance->uri, .extension_data = stand_in_extension};
	struct stand_in stand_in = {.instance = instance};
	LilvInstance lilv = {.lv2_descriptor = &descriptor, .lv2_handle = &stand_in};
	lilv_state_restore(state, &lilv, NULL, NULL, 0, instance->features.list);
	lilv_state_free(state);
	if (instance->audio.worker)
		worker_deliver(instance->audio.worker);
}

bool state_keep(struct lv2_instance *instance, const struct plugin_state_item *item)
{
	return list_put(&instance->saved, item);
}

void state_free(struct lv2_instance *instance)
{
	list_clear(&instance->saved);
	list_clear(&instance->collected);
}
