/* SPDX-License-Identifier: BSD-2-Clause */
/* A plugin's state as bytes in memory, and CLAP's streams over it. All [main-thread]. */
#ifndef MAOLAN_CLAP_STREAM_H
#define MAOLAN_CLAP_STREAM_H

#include "api.h"

#define STREAM_BYTES_MAX (128u << 20) /* twice the largest state; stops a plugin that writes endlessly */

/* All zero: no bytes. */
struct stream {
	uint8_t *bytes;
	uint32_t size;
	uint32_t room;
	uint32_t position; /* of the reader */
	bool failed;       /* a write did not fit */
};

/* False when out of memory: then the stream is empty. */
bool stream_fill(struct stream *stream, const void *bytes, uint32_t count);
void stream_clear(struct stream *stream);
/* A stream that appends, and one that reads from the start. */
clap_ostream_t stream_writer(struct stream *stream);
clap_istream_t stream_reader(struct stream *stream);

#endif
