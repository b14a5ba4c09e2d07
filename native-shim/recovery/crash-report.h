/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a fault happened, for the crash report (see supervisor/report.c). */
#ifndef MAOLAN_RECOVERY_CRASH_REPORT_H
#define MAOLAN_RECOVERY_CRASH_REPORT_H

#include <signal.h>
#include <stdint.h>

#define CRASH_FRAMES_MAX 24u
#define CRASH_MODULE_BYTES 240u

struct crash_frame {
	uint64_t address;
	uint64_t offset;                 /* within the module's file */
	char module[CRASH_MODULE_BYTES]; /* its path; empty: none */
};

struct crash_report {
	uint32_t is_whole;
	int32_t signal;
	uint64_t address; /* that could not be accessed, if the signal provides it */
	int32_t thread_id;
	uint32_t frame_count;
	char thread_name[16];
	struct crash_frame frames[CRASH_FRAMES_MAX]; /* the first is the faulting one */
};

/* [any-thread] Async-signal-safe. Write the report. */
void crash_report(int signal, const siginfo_t *info, const void *context);

/* [main-thread] Call this before the first crash_report. */
void crash_report_prepare(void);

#endif
