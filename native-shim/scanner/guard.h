/* SPDX-License-Identifier: BSD-2-Clause */
/* A guard process that waits for the process running untrusted code, and kills everything that it has started. All
   [main-thread]. */
#ifndef MAOLAN_SCANNER_GUARD_H
#define MAOLAN_SCANNER_GUARD_H

#include <stdint.h>

/*
 * Fork this process. In the child it returns 0; the child has its own process group, and ends when the guard ends.
 *
 * In the guard it never returns. The guard waits until the child ends, the guard receives SIGTERM, SIGINT or SIGHUP, or
 * the reader of fd is gone. Then it kills every process that the child has started, including those in their own
 * sessions: orphans become children of the guard. Finally it ends as the child did, with its exit code or by its
 * signal.
 *
 * fd: the pipe for the result. Returns -1 and sets errno if the fork fails.
 */
int32_t guard(int32_t fd);

#endif
