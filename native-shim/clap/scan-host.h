/* SPDX-License-Identifier: BSD-2-Clause */
/* The host of plugins that are only looked at. */
#ifndef MAOLAN_CLAP_SCAN_HOST_H
#define MAOLAN_CLAP_SCAN_HOST_H

#include "api.h"

/* It grants what plugins need before they show what they have (some have no editor without timers), and does nothing.
 */
extern const clap_host_t scan_host;

#endif
