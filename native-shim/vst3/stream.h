/* SPDX-License-Identifier: BSD-2-Clause */
/* IBStream (and ISizeableStream, IStreamAttributes) over memory. Reference-counted, because plugins may keep a stream
   for a while. */
#ifndef MAOLAN_VST3_STREAM_H
#define MAOLAN_VST3_STREAM_H

#include "api.h"

#define STREAM_BYTES_MAX (128 << 20) /* twice the largest state; stops a plugin that writes endlessly */

struct stream;

/* [main-thread] A stream at position 0 with a copy of the bytes. NULL when out of memory. */
struct stream *stream_new(const void *bytes, uint32_t count);
void stream_release(struct stream *stream);
/* [main-thread] Mark its contents as part of a project (not a preset), for plugins that ask. */
void stream_is_of_project(struct stream *stream);

/* [main-thread] The object for the plugin. */
struct v3_bstream **stream_object(struct stream *stream);
/* [main-thread] */
const void *stream_bytes(const struct stream *stream);
uint32_t stream_size(const struct stream *stream);

#endif
