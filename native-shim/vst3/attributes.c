/* SPDX-License-Identifier: BSD-2-Clause */
/* IAttributeList: named values. The lists are short, so they are linked lists. */
#include "attributes.h"

#include <stdatomic.h>
#include <stdlib.h>

enum kind { KIND_INT, KIND_FLOAT, KIND_STRING, KIND_BINARY };

struct attribute {
	struct attribute *next;
	enum kind kind;
	union {
		int64_t integer;
		double number;
	};
	void *bytes; /* string or binary */
	uint32_t byte_count;
	char id[]; /* NUL-terminated */
};

struct attributes {
	const struct v3_attribute_list *table; /* must be first: the plugin's pointer to the object */
	_Atomic uint32_t references;
	struct attribute *first;
};

static void attribute_free(struct attribute *attribute)
{
	free(attribute->bytes);
	free(attribute);
}

/* Add an attribute to the list, replacing any of the same name; NULL when out of memory. */
static struct attribute *put(void *self, const char *id, enum kind kind, const void *bytes, uint32_t byte_count)
{
	struct attributes *attributes = self;
	if (!id || (!bytes && byte_count > 0))
		return NULL;
	const size_t id_bytes = strlen(id) + 1;
	struct attribute *attribute = calloc(1, sizeof(*attribute) + id_bytes);
	void *copy = malloc(byte_count ? byte_count : 1);
	if (!attribute || !copy) {
		free(attribute);
		free(copy);
		return NULL;
	}
	if (byte_count > 0)
		memcpy(copy, bytes, byte_count);
	memcpy(attribute->id, id, id_bytes);
	attribute->kind = kind;
	attribute->bytes = copy;
	attribute->byte_count = byte_count;
	for (struct attribute **at = &attributes->first; *at; at = &(*at)->next) {
		struct attribute *old = *at;
		if (strcmp(old->id, id) != 0)
			continue;
		*at = old->next;
		attribute_free(old);
		break;
	}
	attribute->next = attributes->first;
	attributes->first = attribute;
	return attribute;
}

static const struct attribute *get(void *self, const char *id, enum kind kind)
{
	const struct attribute *attribute = id ? ((struct attributes *)self)->first : NULL;
	while (attribute && strcmp(attribute->id, id) != 0)
		attribute = attribute->next;
	return attribute && attribute->kind == kind ? attribute : NULL;
}

static v3_result set_int(void *self, const char *id, int64_t value)
{
	struct attribute *attribute = put(self, id, KIND_INT, NULL, 0);
	if (!attribute)
		return V3_INVALID_ARG;
	attribute->integer = value;
	return V3_OK;
}

static v3_result get_int(void *self, const char *id, int64_t *value)
{
	const struct attribute *attribute = get(self, id, KIND_INT);
	if (!attribute)
		return V3_FALSE;
	*value = attribute->integer;
	return V3_OK;
}

static v3_result set_float(void *self, const char *id, double value)
{
	struct attribute *attribute = put(self, id, KIND_FLOAT, NULL, 0);
	if (!attribute)
		return V3_INVALID_ARG;
	attribute->number = value;
	return V3_OK;
}

static v3_result get_float(void *self, const char *id, double *value)
{
	const struct attribute *attribute = get(self, id, KIND_FLOAT);
	if (!attribute)
		return V3_FALSE;
	*value = attribute->number;
	return V3_OK;
}

static v3_result set_string(void *self, const char *id, const int16_t *string)
{
	uint32_t units = 0;
	while (string && string[units] != 0)
		units++;
	return string && put(self, id, KIND_STRING, string, (units + 1) * 2) ? V3_OK : V3_INVALID_ARG;
}

/* size is in bytes. A string that does not fit is truncated, but always ends with a NUL. */
static v3_result get_string(void *self, const char *id, int16_t *string, uint32_t size)
{
	const struct attribute *attribute = get(self, id, KIND_STRING);
	const uint32_t room = size & ~1u;
	if (!attribute || !string || room == 0)
		return V3_FALSE;
	const uint32_t bytes = attribute->byte_count < room ? attribute->byte_count : room;
	memcpy(string, attribute->bytes, bytes);
	string[bytes / 2 - 1] = 0;
	return V3_OK;
}

static v3_result set_binary(void *self, const char *id, const void *data, uint32_t size)
{
	return put(self, id, KIND_BINARY, data, size) ? V3_OK : V3_INVALID_ARG;
}

static v3_result get_binary(void *self, const char *id, const void **data, uint32_t *size)
{
	const struct attribute *attribute = get(self, id, KIND_BINARY);
	*data = attribute ? attribute->bytes : NULL;
	*size = attribute ? attribute->byte_count : 0;
	return attribute ? V3_OK : V3_FALSE;
}

static v3_result query_interface(void *self, const v3_tuid iid, void **object)
{
	const bool known = v3_tuid_match(iid, v3_attribute_list_iid) || v3_tuid_match(iid, v3_funknown_iid);
	*object = known ? self : NULL;
	if (known)
		((struct attributes *)self)->references++;
	return known ? V3_OK : V3_NO_INTERFACE;
}

static uint32_t ref(void *self)
{
	return ++((struct attributes *)self)->references;
}

static uint32_t unref(void *self)
{
	struct attributes *attributes = self;
	const uint32_t left = --attributes->references;
	if (left > 0)
		return left;
	while (attributes->first) {
		struct attribute *next = attributes->first->next;
		attribute_free(attributes->first);
		attributes->first = next;
	}
	free(attributes);
	return 0;
}

static const struct v3_attribute_list attributes_table = {
    .query_interface = query_interface,
    .ref = ref,
    .unref = unref,
    .set_int = set_int,
    .get_int = get_int,
    .set_float = set_float,
    .get_float = get_float,
    .set_string = set_string,
    .get_string = get_string,
    .set_binary = set_binary,
    .get_binary = get_binary,
};

struct v3_attribute_list **attributes_new(void)
{
	struct attributes *attributes = calloc(1, sizeof(*attributes));
	if (!attributes)
		return NULL;
	attributes->table = &attributes_table;
	attributes->references = 1;
	return (struct v3_attribute_list **)attributes;
}
