/* SPDX-License-Identifier: BSD-2-Clause */
/* What is said of a crash. */
#ifndef MAOLAN_SUPERVISOR_REPORT_H
#define MAOLAN_SUPERVISOR_REPORT_H

/* The host process has crashed, and supervisor.words tell how: say where, if it has left a report, and keep that for
   the next process. */
void report_crash(void);

#endif
