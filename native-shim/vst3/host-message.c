/* SPDX-License-Identifier: BSD-2-Clause */
/* IMessage: a name and an attribute list. */
#include <stdatomic.h>
#include <stdlib.h>

#include "attributes.h"

struct host_message {
	const struct v3_message *table; /* must be first: the plugin's pointer to the object */
	_Atomic uint32_t references;
	char *id; /* NULL: not set */
	struct v3_attribute_list **attributes;
};

static v3_result query_interface(void *self, const v3_tuid iid, void **object)
{
	const bool known = v3_tuid_match(iid, v3_message_iid) || v3_tuid_match(iid, v3_funknown_iid);
	*object = known ? self : NULL;
	if (known)
		((struct host_message *)self)->references++;
	return known ? V3_OK : V3_NO_INTERFACE;
}

static uint32_t ref(void *self)
{
	return ++((struct host_message *)self)->references;
}

static uint32_t unref(void *self)
{
	struct host_message *message = self;
	const uint32_t left = --message->references;
	if (left > 0)
		return left;
	(*message->attributes)->unref(message->attributes);
	free(message->id);
	free(message);
	return 0;
}

static const char *get_message_id(void *self)
{
	return ((struct host_message *)self)->id;
}

static void set_message_id(void *self, const char *id)
{
	struct host_message *message = self;
	char *copy = id ? strdup(id) : NULL; /* copied first: id may be the result of get_message_id */
	free(message->id);
	message->id = copy;
}

/* Without a reference for the caller, as in VST3. */
static struct v3_attribute_list **get_attributes(void *self)
{
	return ((struct host_message *)self)->attributes;
}

static const struct v3_message message_table = {
    .query_interface = query_interface,
    .ref = ref,
    .unref = unref,
    .get_message_id = get_message_id,
    .set_message_id = set_message_id,
    .get_attributes = get_attributes,
};

struct v3_message **host_message_new(void)
{
	struct host_message *message = calloc(1, sizeof(*message));
	if (!message)
		return NULL;
	message->table = &message_table;
	message->references = 1;
	message->attributes = attributes_new();
	if (!message->attributes) {
		free(message);
		return NULL;
	}
	return (struct v3_message **)message;
}
