/* SPDX-License-Identifier: BSD-2-Clause */
/* Implements IBStream, ISizeableStream and IStreamAttributes over memory. */
#include "stream.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#include "attributes.h"
#include "text.h"

struct stream {
	const struct v3_bstream *table;                    /* must be first: the plugin's pointer to the object */
	const struct vst3_sizeable_stream *sizeable_table; /* the object's second interface */
	const struct vst3_stream_attributes *attributes_table;
	struct v3_attribute_list **attributes; /* NULL: none yet */
	_Atomic uint32_t references;
	int64_t size;
	int64_t room;
	int64_t position; /* may be beyond the end */
	uint8_t *bytes;
};

static struct stream *of_sizeable(void *self)
{
	return (struct stream *)((uint8_t *)self - offsetof(struct stream, sizeable_table));
}

static struct stream *of_attributes(void *self)
{
	return (struct stream *)((uint8_t *)self - offsetof(struct stream, attributes_table));
}

/* Set the size; new bytes are zero. */
static bool resize(struct stream *stream, int64_t size)
{
	if (size < 0 || size > STREAM_BYTES_MAX)
		return false;
	if (size > stream->room) {
		const int64_t room = size > 2 * stream->room ? size : 2 * stream->room;
		uint8_t *bytes = realloc(stream->bytes, (size_t)room);
		if (!bytes)
			return false;
		stream->bytes = bytes;
		stream->room = room;
	}
	if (size > stream->size)
		memset(stream->bytes + stream->size, 0, (size_t)(size - stream->size));
	stream->size = size;
	return true;
}

/* ---- IBStream ---- */

static v3_result stream_read(void *self, void *buffer, int32_t wanted, int32_t *read)
{
	struct stream *stream = self;
	if (read)
		*read = 0;
	if (wanted < 0 || (!buffer && wanted > 0))
		return V3_INVALID_ARG;
	const int64_t left = stream->size - stream->position;
	const int32_t count = left <= 0       ? 0
	                      : wanted < left ? wanted
	                                      : (int32_t)left; /* 0: the end, which is not an error */
	if (count > 0)
		memcpy(buffer, stream->bytes + stream->position, (size_t)count);
	stream->position += count;
	if (read)
		*read = count;
	return V3_OK;
}

static v3_result stream_write(void *self, void *buffer, int32_t count, int32_t *written)
{
	struct stream *stream = self;
	if (written)
		*written = 0;
	if (count < 0 || (!buffer && count > 0))
		return V3_INVALID_ARG;
	if (stream->position > STREAM_BYTES_MAX - count)
		return V3_NOMEM;
	const int64_t end = stream->position + count;
	if (end > stream->size && !resize(stream, end))
		return V3_NOMEM;
	if (count > 0)
		memcpy(stream->bytes + stream->position, buffer, (size_t)count);
	stream->position = end;
	if (written)
		*written = count;
	return V3_OK;
}

static v3_result stream_seek(void *self, int64_t offset, int32_t mode, int64_t *result)
{
	struct stream *stream = self;
	const int64_t bases[] = {0, stream->position, stream->size}; /* V3_SEEK_SET, _CUR, _END */
	int64_t position;
	if (mode < V3_SEEK_SET || mode > V3_SEEK_END || __builtin_add_overflow(bases[mode], offset, &position) ||
	    position < 0)
		return V3_INVALID_ARG;
	stream->position = position;
	if (result)
		*result = position;
	return V3_OK;
}

static v3_result stream_tell(void *self, int64_t *position)
{
	if (!position)
		return V3_INVALID_ARG;
	*position = ((struct stream *)self)->position;
	return V3_OK;
}

static v3_result stream_query_interface(void *self, const v3_tuid iid, void **object)
{
	struct stream *stream = self;
	*object = NULL;
	if (v3_tuid_match(iid, v3_bstream_iid) || v3_tuid_match(iid, v3_funknown_iid))
		*object = self;
	else if (v3_tuid_match(iid, vst3_sizeable_stream_iid))
		*object = &stream->sizeable_table;
	else if (v3_tuid_match(iid, vst3_stream_attributes_iid))
		*object = &stream->attributes_table;
	if (*object)
		stream->references++;
	return *object ? V3_OK : V3_NO_INTERFACE;
}

static uint32_t stream_ref(void *self)
{
	return ++((struct stream *)self)->references;
}

static uint32_t stream_unref(void *self)
{
	struct stream *stream = self;
	const uint32_t left = --stream->references;
	if (left == 0) {
		if (stream->attributes)
			(*stream->attributes)->unref(stream->attributes);
		free(stream->bytes);
		free(stream);
	}
	return left;
}

/* ---- ISizeableStream ---- */

static v3_result sizeable_query_interface(void *self, const v3_tuid iid, void **object)
{
	return stream_query_interface(of_sizeable(self), iid, object);
}

static uint32_t sizeable_ref(void *self)
{
	return stream_ref(of_sizeable(self));
}

static uint32_t sizeable_unref(void *self)
{
	return stream_unref(of_sizeable(self));
}

static v3_result sizeable_get_size(void *self, int64_t *bytes)
{
	*bytes = of_sizeable(self)->size;
	return V3_OK;
}

static v3_result sizeable_set_size(void *self, int64_t bytes)
{
	return resize(of_sizeable(self), bytes) ? V3_OK : V3_NOMEM;
}

/* ---- IStreamAttributes ---- */

static v3_result attributes_query_interface(void *self, const v3_tuid iid, void **object)
{
	return stream_query_interface(of_attributes(self), iid, object);
}

static uint32_t attributes_ref(void *self)
{
	return stream_ref(of_attributes(self));
}

static uint32_t attributes_unref(void *self)
{
	return stream_unref(of_attributes(self));
}

/* Not a file. */
static v3_result attributes_get_file_name(void *self, v3_str_128 name)
{
	(void)self;
	name[0] = 0;
	return V3_FALSE;
}

static struct v3_attribute_list **attributes_get(void *self)
{
	struct stream *stream = of_attributes(self);
	if (!stream->attributes)
		stream->attributes = attributes_new();
	return stream->attributes;
}

static const struct vst3_stream_attributes attributes_table = {
    .query_interface = attributes_query_interface,
    .ref = attributes_ref,
    .unref = attributes_unref,
    .get_file_name = attributes_get_file_name,
    .get_attributes = attributes_get,
};

static const struct v3_bstream stream_table = {
    .query_interface = stream_query_interface,
    .ref = stream_ref,
    .unref = stream_unref,
    .read = stream_read,
    .write = stream_write,
    .seek = stream_seek,
    .tell = stream_tell,
};

static const struct vst3_sizeable_stream sizeable_table = {
    .query_interface = sizeable_query_interface,
    .ref = sizeable_ref,
    .unref = sizeable_unref,
    .get_stream_size = sizeable_get_size,
    .set_stream_size = sizeable_set_size,
};

/* ---- host side ---- */

struct stream *stream_new(const void *bytes, uint32_t count)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	if (!stream)
		return NULL;
	stream->table = &stream_table;
	stream->sizeable_table = &sizeable_table;
	stream->attributes_table = &attributes_table;
	stream->references = 1;
	if (!resize(stream, count)) {
		free(stream);
		return NULL;
	}
	if (count > 0)
		memcpy(stream->bytes, bytes, count);
	return stream;
}

void stream_release(struct stream *stream)
{
	if (stream)
		stream_unref(stream);
}

void stream_is_of_project(struct stream *stream)
{
	int16_t project[sizeof(VST3_STATE_TYPE_PROJECT)];
	struct v3_attribute_list **attributes = attributes_get(&stream->attributes_table);
	if (attributes && text_to_utf16(project, sizeof(project) / sizeof(project[0]), VST3_STATE_TYPE_PROJECT))
		(*attributes)->set_string(attributes, VST3_STATE_TYPE, project);
}

struct v3_bstream **stream_object(struct stream *stream)
{
	return (struct v3_bstream **)stream;
}

const void *stream_bytes(const struct stream *stream)
{
	return stream->bytes;
}

uint32_t stream_size(const struct stream *stream)
{
	return (uint32_t)stream->size;
}
