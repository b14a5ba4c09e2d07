/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings of the calling thread and of the process that belong to the host, and that a plugin must not change. */
#ifndef MAOLAN_PROBE_MANNERS_H
#define MAOLAN_PROBE_MANNERS_H

#include <locale.h>
#include <signal.h>
#include <stdint.h>

#include "../os/signals.h"

struct owned {
	uint64_t fp;
	locale_t thread_locale;
	sigset_t mask;
	/* Process-wide. */
	char locale[256];
	char directory[4096];
	uint32_t file_mask;
	void (*handlers[FAULT_SIGNALS])(int);
};

/* [any-thread] manners_note records the current settings; manners_changed returns what has changed since, as a set of
   enum probe_manner. */
void manners_note(struct owned *owned);
uint32_t manners_changed(const struct owned *owned);

#endif
