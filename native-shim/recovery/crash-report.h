/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a crash happened, for the report (see supervisor/report.c and recovery/crash-place.c). */
#ifndef MAOLAN_RECOVERY_CRASH_REPORT_H
#define MAOLAN_RECOVERY_CRASH_REPORT_H

#include <signal.h>
#include <stdint.h>

/* Instead of a signal's number. */
#define CRASH_EXIT 0    /* exit was called */
#define CRASH_HANG (-1) /* a thread does not return */
#define CRASH_FRAMES_MAX 24u
#define CRASH_MODULE_BYTES 240u

struct crash_frame {
	uint64_t address;
	uint64_t offset;                 /* from the start of the module, as addr2line expects it */
	char module[CRASH_MODULE_BYTES]; /* its path; empty: none */
};

struct crash_report {
	uint32_t is_whole;
	int32_t signal;   /* or one of the following */
	uint64_t address; /* that could not be accessed, if the signal provides it */
	uint32_t has_address;
	int32_t thread_id;
	uint32_t frame_count;
	uint32_t blamed; /* set by the supervisor: the innermost frame outside the C library, see report.c */
	char thread_name[16];
	struct crash_frame frames[CRASH_FRAMES_MAX]; /* the first is the faulting one */
};

/* In the record: a process's report of its own crash; and the supervisor's, for the next process, of the last one. */
struct crash_reports {
	struct crash_report own;
	struct crash_report last;
};

/* [any-thread] Async-signal-safe. Write the report. */
void crash_report(int signal, const siginfo_t *info, const void *context);
/* [any-thread] Likewise, for the thread that is interrupted here. */
void crash_report_hang(const void *context);
/* [any-thread] Likewise, for a call of exit. */
void crash_report_exit(void);

/* [main-thread] Call this before the first crash_report. */
void crash_report_prepare(void);

#endif
