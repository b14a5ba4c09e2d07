/* SPDX-License-Identifier: BSD-2-Clause */
/* The process that waits for the one that runs a stranger's code, and ends all that it has started. All [main-thread].
 */
#ifndef MAOLAN_SCANNER_GUARD_H
#define MAOLAN_SCANNER_GUARD_H

#include <stdint.h>

/*
 * Divide this process in two. In the child it returns 0; it is in its own process group, and ends when the guard
 * does.
 *
 * The guard never returns. It waits for the child, and no longer than until it gets SIGTERM, SIGINT or SIGHUP, or the
 * reader of fd is gone. Then it ends every process that the child has started, also those in sessions of their own:
 * their orphans become the guard's children. At last it ends as the child did: with its exit code, or by its signal.
 *
 * fd: the pipe on which the result goes out. Returns -1 and errno if there is no second process.
 */
int32_t guard(int32_t fd);

#endif
