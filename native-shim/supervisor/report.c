/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a crash happened, as one sentence. The host process has written the addresses and their files into the record;
 * all of it is looked at before it is used.
 */
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "supervisor.h"

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

void report_crash(void)
{
	static struct crash_report report;
	memcpy(&report, supervisor.report, sizeof report);
	memset(supervisor.report, 0, sizeof report);
	if (!report.is_whole || supervisor.words[RECORD_CAUSE] != RECOVERY_SIGNAL || report.frame_count == 0)
		return;
	printable(report.thread_name, sizeof report.thread_name);
	printable(report.frames[0].module, sizeof report.frames[0].module);
	char line[512];
	snprintf(line, sizeof line, "[plugin-host] Signal %d (address 0x%llx) in %s+0x%llx, thread %d (%s)\n",
	    (int)report.signal, (unsigned long long)report.address,
	    report.frames[0].module[0] != '\0' ? file_name(report.frames[0].module) : "code of no file",
	    (unsigned long long)report.frames[0].offset, (int)report.thread_id, report.thread_name);
	supervisor_say(line);
}
