/* SPDX-License-Identifier: BSD-2-Clause */
/* What this library imports from the OS library (os.h), which is loaded first and with global symbols. Weak: see
   lv2/os-imports.h. */
#ifndef MAOLAN_GTK2_OS_IMPORTS_H
#define MAOLAN_GTK2_OS_IMPORTS_H

#include "os.h"

#pragma weak run_loop_add_fd
#pragma weak run_loop_remove

#endif
