/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of recovery share: the record of this process and of the one before.
 */
#ifndef MAOLAN_RECOVERY_PROCESS_H
#define MAOLAN_RECOVERY_PROCESS_H

#include <sys/types.h>

#include "record.h"

struct own_process {
	struct record *record; /* never NULL: without a supervisor it is in our own memory */
	struct crash_report *report;
	int fd;                        /* the file; -1: none */
	int link_fd;                   /* bytes in it call the supervisor; -1: none */
	pid_t armed;                   /* this process, once an end is a crash; 0: not yet. Not a forked child of it */
	uint32_t before[RECORD_WORDS]; /* the words of the process before */
	bool is_damaged;               /* some of them are not known */
};

extern struct own_process own_process;

/* ---- crash.c. [any-thread], async-signal-safe ---- */

/* Note why this process is about to end, and call the supervisor. The first note stands. */
void crash_note(enum recovery_cause cause, int32_t detail, enum recovery_thread thread);
/* Who is calling. */
enum recovery_thread crash_thread(void);
void call_supervisor(void);

/* ---- handlers.c ---- */

/* [main-thread] */
void handlers_install(void);

/* ---- link.c ---- */

/* [main-thread] A thread that holds the link open as long as the process runs. 0 or -errno. */
int32_t link_hold(void);

/* ---- state.c ---- */

/* [main-thread] Choose the state that was the last good one. */
void state_inherit(void);
/* [main-thread] The parameter table as it is now belongs to the state that the plugin is asked for next: what changes
   while it answers may be in the state or not, and has to be set again. */
void state_note_table(void);

/* Memory for a table. */
struct saved_table {
	uint32_t count;
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
};
static inline struct record_table saved_table_view(const struct saved_table *table)
{
	return (struct record_table){table->count, table->ids, table->values};
}
/* [main-thread] The table of the last good state into table; false if it has none, or a damaged one. */
bool state_table(struct saved_table *table);
/* [main-thread] Read bytes of the record's file: 0 or -errno. */
int32_t record_file_read(off_t at, void *to, size_t bytes);

/* ---- changes.c ---- */

/* [main-thread] Find out what was changed after the last good state, before anything of this process is written. */
void changes_inherit(void);

/* ---- environment.c ---- */

/* [main-thread] */
void environment_remember(void);
/* [any-thread] Has a plugin left something changed that counts for the whole process? The audio thread does not look.
 */
bool environment_is_changed(void);
/* [main-thread] The working directory as it was, which children do not inherit. */
void environment_close(void);

#endif
