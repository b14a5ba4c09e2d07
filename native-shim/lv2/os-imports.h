/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the LV2 library imports from the OS library (os.h), which is loaded first and with global symbols. The
 * references are weak, so that this library can be loaded without it; it then opens no editors.
 */
#ifndef MAOLAN_LV2_OS_IMPORTS_H
#define MAOLAN_LV2_OS_IMPORTS_H

#include "os.h"

#pragma weak notify_main
#pragma weak run_loop_add_timer
#pragma weak run_loop_remove
#pragma weak run_loop_dispatch

#endif
