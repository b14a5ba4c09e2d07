/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Describes where a fault happened: the return addresses on the stack and, from /proc/self/maps, the files that they
 * belong to. Runs in a signal handler, so it uses only system calls and its own memory. libgcc's unwinder is the
 * exception; if it faults or hangs, the report ends with what has been written so far.
 */
#include "crash-report.h"

#include <execinfo.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "process.h"

#define LINE_BYTES 512u

static uint64_t program_counter(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return context->uc_mcontext.pc;
#else
	(void)context;
	return 0;
#endif
}

/* ---- modules ---- */

static const char *hexadecimal(const char *text, uint64_t *value)
{
	for (*value = 0;; text++) {
		const char digit = *text;
		if (digit >= '0' && digit <= '9')
			*value = *value << 4 | (uint64_t)(digit - '0');
		else if (digit >= 'a' && digit <= 'f')
			*value = *value << 4 | (uint64_t)(digit - 'a' + 10);
		else
			return text;
	}
}

/* Where the file of the mappings being read was loaded: its first mapping. */
static char loaded_file[LINE_BYTES];
static uint64_t loaded_at;

static void note_file(const char *path, uint64_t start)
{
	if (strcmp(path, loaded_file) == 0)
		return;
	strncpy(loaded_file, path, sizeof loaded_file - 1);
	loaded_at = start;
}

/* A line of /proc/self/maps: "start-end rwxp offset device inode path". */
static void use_mapping(struct crash_report *report, const char *line)
{
	uint64_t start, end;
	const char *at = hexadecimal(line, &start);
	if (*at != '-')
		return;
	at = hexadecimal(at + 1, &end);
	if (strlen(at) < 7 || strchr(at, '/') == NULL)
		return;
	note_file(strchr(at, '/'), start);
	for (uint32_t i = 0; i < report->frame_count; i++) {
		struct crash_frame *frame = &report->frames[i];
		if (frame->address < start || frame->address >= end)
			continue;
		frame->offset = frame->address - loaded_at;
		strncpy(frame->module, strchr(at, '/'), sizeof frame->module - 1);
	}
}

static void find_modules(struct crash_report *report)
{
	static char line[LINE_BYTES];
	static char bytes[4096];
	size_t length = 0;
	loaded_file[0] = '\0';
	const int fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC);
	for (ssize_t got; fd >= 0 && (got = read(fd, bytes, sizeof bytes)) > 0;)
		for (ssize_t i = 0; i < got; i++) {
			if (bytes[i] != '\n') {
				if (length < LINE_BYTES - 1)
					line[length++] = bytes[i];
				continue;
			}
			line[length] = '\0';
			length = 0;
			use_mapping(report, line);
		}
	if (fd >= 0)
		close(fd);
}

/* ---- frames ---- */

/* The unwinder starts in the signal handler; skip its frames up to the faulting one. */
static void find_frames(struct crash_report *report)
{
	static void *addresses[CRASH_FRAMES_MAX + 8u];
	const int count = backtrace(addresses, (int)(CRASH_FRAMES_MAX + 8u));
	int first = 0;
	while (first < count && (uint64_t)addresses[first] != report->frames[0].address)
		first++;
	for (int i = first + 1; i < count && report->frame_count < CRASH_FRAMES_MAX; i++)
		report->frames[report->frame_count++].address = (uint64_t)addresses[i];
}

/* Returns NULL if another thread was first. */
static struct crash_report *begin(int signal)
{
	static _Atomic int is_begun;
	struct crash_report *report = own_process.report;
	if (report == NULL || atomic_exchange(&is_begun, 1))
		return NULL;
	report->signal = signal;
	report->thread_id = (int32_t)syscall(SYS_gettid);
	prctl(PR_GET_NAME, report->thread_name);
	return report;
}

void crash_report_exit(void)
{
	struct crash_report *report = begin(CRASH_EXIT);
	if (report == NULL)
		return;
	report->frames[0].address = (uint64_t)__builtin_return_address(0);
	report->frame_count = 1;
	find_frames(report);
	find_modules(report);
	report->is_whole = 1;
}

static void describe(struct crash_report *report, const void *context)
{
	report->frames[0].address = program_counter(context);
	report->frame_count = 1;
	find_modules(report);
	report->is_whole = 1;
	find_frames(report);
	find_modules(report);
}

void crash_report(int signal, const siginfo_t *info, const void *context)
{
	struct crash_report *report = begin(signal);
	if (report == NULL)
		return;
	report->has_address = info->si_code > 0;
	report->address = report->has_address ? (uint64_t)info->si_addr : 0;
	describe(report, context);
}

void crash_report_hang(const void *context)
{
	struct crash_report *report = begin(CRASH_HANG);
	if (report != NULL)
		describe(report, context);
}

void crash_report_prepare(void)
{
	void *address;
	backtrace(&address, 1); /* loads the unwinder */
}
