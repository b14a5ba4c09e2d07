/* SPDX-License-Identifier: BSD-2-Clause */
/* Intended ends: the supervisor exits in the same way. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "os.h"
#include "process.h"

static void note_intended_end(void)
{
	own_process.armed = 0;
	record_set(own_process.record, RECORD_INTENDED_END, 1);
	fflush(stdout); /* buffered output of plugins and of the engine's tracing */
}

void process_exit(int32_t exit_code)
{
	note_intended_end();
	process_end(exit_code);
}

void process_abort(void)
{
	note_intended_end();
	signal(SIGABRT, SIG_DFL);
	abort();
}

void process_report_at_end(int32_t sets_ready, uint32_t error_code)
{
	const uint32_t report = (error_code != 0 ? RECORD_REPORT_ERROR : 0u) | (sets_ready ? RECORD_REPORT_READY : 0u);
	record_set(own_process.record, RECORD_ERROR_CODE, error_code);
	record_set(own_process.record, RECORD_FINAL_REPORT, report);
}
