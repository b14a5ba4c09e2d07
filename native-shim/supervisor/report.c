/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reports where a crash happened, as one sentence, and for the next host process, which has time to look up names. The
 * crashed process has written addresses and files into the record; all of it is validated before use.
 */
#include "report.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "supervisor.h"

#define NAME_BYTES 64
#define PLACE_BYTES 128
#define LINE_BYTES 512

static void printable(char *text, size_t bytes)
{
	text[bytes - 1] = '\0';
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

/* Libraries that a fault passes through but rarely comes from (abort, exit and the like). */
static bool is_passed_through(const struct crash_frame *frame, bool is_exit)
{
	static const char *const libraries[] = {
	    "libc.so", "libpthread.so", "libstdc++.so", "libc++.so", "libc++abi.so", "libgcc_s.so", "ld-linux"};
	const char *name = file_name(frame->module);
	for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++)
		if (strncmp(name, libraries[i], strlen(libraries[i])) == 0)
			return true;
	return is_exit && strcmp(name, "libmaolan-os.so") == 0; /* which is notified */
}

static uint32_t blamed_frame(const struct crash_report *report)
{
	for (uint32_t i = 0; i < report->frame_count; i++)
		if (report->frames[i].module[0] != '\0' && !is_passed_through(&report->frames[i], report->signal == CRASH_EXIT))
			return i;
	return 0;
}

static bool fits(int32_t signal, uint32_t cause)
{
	if (signal == CRASH_EXIT)
		return cause == RECOVERY_EXIT;
	return cause == (signal == CRASH_HANG ? RECOVERY_HANG : RECOVERY_SIGNAL);
}

/* Make a validated copy. Returns false if there is none. */
static bool take(struct crash_report *report)
{
	memcpy(report, &supervisor.reports->own, sizeof *report);
	memset(&supervisor.reports->own, 0, sizeof supervisor.reports->own);
	const uint32_t cause = supervisor.words[RECORD_CAUSE];
	if (report->is_whole != 1 || !fits(report->signal, cause) || report->frame_count == 0 ||
	    report->frame_count > CRASH_FRAMES_MAX)
		return false;
	report->has_address = report->has_address == 1;
	printable(report->thread_name, sizeof report->thread_name);
	for (uint32_t i = 0; i < report->frame_count; i++)
		report->frames[i].module[CRASH_MODULE_BYTES - 1] = '\0';
	report->blamed = blamed_frame(report);
	return true;
}

static const char *place_of(const struct crash_frame *frame, char text[PLACE_BYTES])
{
	char name[NAME_BYTES];
	snprintf(name, sizeof name, "%.*s", NAME_BYTES - 1,
	    frame->module[0] != '\0' ? file_name(frame->module) : "code outside any file");
	printable(name, sizeof name);
	snprintf(text, PLACE_BYTES, "%s+0x%llx", name, (unsigned long long)frame->offset);
	return text;
}

static void say(const struct crash_report *report)
{
	char line[LINE_BYTES], what[NAME_BYTES], first[PLACE_BYTES], blamed[PLACE_BYTES];
	const bool is_exit = report->signal == CRASH_EXIT, has_caller = !is_exit && report->blamed > 0;
	if (is_exit)
		snprintf(what, sizeof what, "exit");
	else if (report->signal == CRASH_HANG)
		snprintf(what, sizeof what, "No return");
	else
		snprintf(what, sizeof what, "Signal %d", (int)report->signal);
	if (report->has_address)
		snprintf(
		    what, sizeof what, "Signal %d (address 0x%llx)", (int)report->signal, (unsigned long long)report->address);
	place_of(&report->frames[is_exit ? report->blamed : 0], first);
	place_of(&report->frames[report->blamed], blamed);
	snprintf(line, sizeof line, "[plugin-host] %s in %s%s%s, thread %d (%s)\n", what, first,
	    has_caller ? ", called from " : "", has_caller ? blamed : "", (int)report->thread_id, report->thread_name);
	supervisor_say(line);
}

void report_crash(void)
{
	static struct crash_report report;
	const bool is_there = take(&report);
	if (is_there)
		say(&report);
	else
		memset(&report, 0, sizeof report);
	memcpy(&supervisor.reports->last, &report, sizeof report);
}
