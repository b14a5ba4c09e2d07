/* SPDX-License-Identifier: BSD-2-Clause */
/* The children of this process. */
#ifndef MAOLAN_OS_CHILDREN_H
#define MAOLAN_OS_CHILDREN_H

#include <sys/types.h>

/* [main-thread] Kill all children but that one (0: none is spared). For a subreaper: their own children become ours
   when they end, so call it again until it returns 0. Returns how many it has killed. */
int children_kill(pid_t spared);

#endif
