/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings of the calling thread and of the process that belong to the host, and that a plugin must not change. */
#ifndef MAOLAN_PROBE_ENVIRONMENT_H
#define MAOLAN_PROBE_ENVIRONMENT_H

#include <locale.h>
#include <signal.h>
#include <stdint.h>

#include "../os/signals.h"

enum { PROBE_SIGNALS = 12 };

struct owned {
	uint64_t fp;
	locale_t thread_locale;
	sigset_t mask;
	/* Process-wide. */
	char locale[256];
	char directory[4096];
	void (*handlers[PROBE_SIGNALS])(int);
};

/* [any-thread] The umask, read from /proc: asking for it by umask would change it while other threads make files. */
uint32_t environment_file_mask(void);

/* [any-thread] environment_note records the current settings; environment_changed returns what has changed since, as a
   set of enum probe_change. */
void environment_note(struct owned *owned);
uint32_t environment_changed(const struct owned *owned);

#endif
