/* SPDX-License-Identifier: BSD-2-Clause */
/* The core in any role (core.h). */
#ifndef MAOLAN_CORE_BASE_H
#define MAOLAN_CORE_BASE_H

#include <stdint.h>

#include "block.h"
#include "protocol.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#define CORE_EXPORT EMSCRIPTEN_KEEPALIVE
#else
#define CORE_EXPORT
#endif

/* Offset of the window: PROTOCOL_SEGMENT_BYTES bytes, aligned to 64 KiB, where the shim maps the segment. */
CORE_EXPORT void *core_window(void);
enum core_attach_error { CORE_BAD_MAGIC = -1, CORE_UNKNOWN_VERSION = -2 };
/* Read the header in the window and select the protocol version's layout. Returns the version, or an enum
   core_attach_error (the layout is unchanged). The host role forgets its knowledge of an earlier segment (outstanding
   request, deferred blocks, values that the DAW knows). */
CORE_EXPORT int32_t core_attach(void);
/* The same for a segment whose version is already known: its header may have been overwritten since. */
CORE_EXPORT int32_t core_attach_as(uint32_t version);
/* The raw header words, magic and version, for messages. */
CORE_EXPORT uint32_t core_header_magic(void);
CORE_EXPORT uint32_t core_header_version(void);

#endif
