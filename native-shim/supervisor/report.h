/* SPDX-License-Identifier: BSD-2-Clause */
/* The crash report. */
#ifndef MAOLAN_SUPERVISOR_REPORT_H
#define MAOLAN_SUPERVISOR_REPORT_H

/* The host process has crashed, as supervisor.words describe: print where, if it left a report, and keep that for the
 * next process. */
void report_crash(void);

#endif
