/* SPDX-License-Identifier: BSD-2-Clause */
/* The host for plugins that are only scanned. */
#ifndef MAOLAN_CLAP_SCAN_HOST_H
#define MAOLAN_CLAP_SCAN_HOST_H

#include "api.h"

/* Grants what some plugins need to report their features (some have no editor without timers), and does nothing. */
extern const clap_host_t scan_host;

#endif
