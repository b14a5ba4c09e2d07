/* SPDX-License-Identifier: BSD-2-Clause */
/* What this library uses of the OS library (see os.h), which is loaded first and globally. Weak: see lv2/os-door.h. */
#ifndef MAOLAN_GTK2_OS_DOOR_H
#define MAOLAN_GTK2_OS_DOOR_H

#include "os.h"

#pragma weak run_loop_add_fd
#pragma weak run_loop_remove

#endif
