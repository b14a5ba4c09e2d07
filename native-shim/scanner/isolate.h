/* SPDX-License-Identifier: BSD-2-Clause */
/* What keeps a process that runs a stranger's code from harming others. All [main-thread]. */
#ifndef MAOLAN_SCANNER_ISOLATE_H
#define MAOLAN_SCANNER_ISOLATE_H

#include <stdint.h>

/*
 * Become a process that a plugin may do anything to:
 *
 * - stdin is empty and stdout goes nowhere; stderr stays, its reader wants to know what plugins say.
 * - No display: a dialog of a plugin would wait for a user for ever.
 * - No core file for a crash.
 * - A guard (guard.h) waits for it, and ends what it has started when it ends, when the starter says so by
 *   SIGTERM, or when the reader of fd is gone.
 *
 * fd: where the result goes. Returns the one to use instead: plugins use low numbers by mistake, and children of theirs
 * shall not inherit it. -1 and errno on failure.
 */
int32_t isolate(int32_t fd);

#endif
