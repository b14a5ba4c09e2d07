/* SPDX-License-Identifier: BSD-2-Clause */
/* Keeps a process that runs untrusted code from harming others. All [main-thread]. */
#ifndef MAOLAN_SCANNER_ISOLATE_H
#define MAOLAN_SCANNER_ISOLATE_H

#include <stdint.h>

/*
 * Isolate this process, so that a plugin can do no harm outside it:
 *
 * - stdin is empty and stdout is discarded; stderr stays, for messages of plugins.
 * - There is no display: a plugin's dialog would wait for a user forever.
 * - A crash writes no core file.
 * - A guard (guard.h) waits for this process, and kills what it has started when it ends, when the caller sends
 *   SIGTERM, or when the reader of fd is gone.
 *
 * fd: the pipe for the result. Returns the descriptor to use instead, a high one, since plugins close low numbers by
 * mistake; child processes do not inherit it. Returns -1 and sets errno on failure.
 */
int32_t isolate(int32_t fd);

#endif
