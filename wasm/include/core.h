/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's exports: everything that TypeScript calls in the WebAssembly module. Knows bytes, but no plugin and no OS.
 *
 * There is one instance per thread, each with its own window onto the same segment. An instance works in one role: the
 * host's audio thread, the host's main thread, or the DAW. Functions do not allocate or grow memory, and return in
 * bounded time whatever the segment contains. "Offset" means a byte offset into the module's linear memory.
 */
#ifndef MAOLAN_CORE_H
#define MAOLAN_CORE_H

#include "core-base.h"

#include "core-audio.h"
#include "core-daw.h"
#include "core-main.h"
#include "core-state.h"

#endif
