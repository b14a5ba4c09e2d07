/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether the main thread can be woken. */
#ifndef MAOLAN_OS_NOTIFY_H
#define MAOLAN_OS_NOTIFY_H

#include <stdbool.h>

/* [any-thread] Whether notify_open was called. */
bool notify_is_open(void);

#endif
