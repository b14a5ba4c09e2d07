/* SPDX-License-Identifier: BSD-2-Clause */
/* What is the host's and a plugin must leave as it is: of the calling thread, and of the process. */
#ifndef MAOLAN_PROBE_ENVIRONMENT_H
#define MAOLAN_PROBE_ENVIRONMENT_H

#include <locale.h>
#include <signal.h>
#include <stdint.h>

#include "../os/signals.h"

struct owned {
	uint64_t fp;
	locale_t thread_locale;
	sigset_t mask;
	/* Of the process. */
	char locale[256];
	char directory[4096];
	void (*handlers[FAULT_SIGNALS])(int);
};

/* [any-thread] The umask. To ask for it is to change it, and other threads make files: the kernel's text is read. */
uint32_t environment_file_mask(void);

/* [any-thread] What is so now; then what has changed since, a set of enum probe_change. */
void environment_note(struct owned *owned);
uint32_t environment_changed(const struct owned *owned);

#endif
