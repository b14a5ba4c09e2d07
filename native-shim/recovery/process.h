/* SPDX-License-Identifier: BSD-2-Clause */
/* State shared by the recovery files: the records of this process and of the previous one. */
#ifndef MAOLAN_RECOVERY_PROCESS_H
#define MAOLAN_RECOVERY_PROCESS_H

#include <sys/types.h>

#include "record.h"

struct audio_shared;

struct own_process {
	struct record *record;       /* never NULL: without a supervisor it points to memory of this process */
	struct crash_report *report; /* in the record; NULL without a supervisor */
	struct audio_shared *shared; /* NULL without a supervisor */
	int fd;                      /* the recovery file; -1: none */
	int link_fd;                 /* a byte written to it alerts the supervisor; -1: none */
	pid_t armed;                 /* this process's id once its end counts as a crash, else 0; forked children differ */
	uint32_t before[RECORD_WORDS]; /* the words of the previous process */
	bool is_damaged;               /* some of them were corrupted */
};

extern struct own_process own_process;

/* ---- crash.c. [any-thread], async-signal-safe ---- */

/* Record why this process is about to end, and alert the supervisor. The first call wins. */
void crash_note(enum recovery_cause cause, int32_t detail, enum recovery_thread thread);
/* The calling thread's role. */
enum recovery_thread crash_thread(void);
void call_supervisor(void);

/* ---- idle.c ---- */

/* [watch thread] Sleep until something begins (idle_end), or ms have passed. is_idle is asked again once this is
   announced. Returns true if something begins. */
bool idle_sleep(bool (*is_idle)(void), uint32_t ms);
/* [any-thread] Async-signal-safe. Something begins: wake the watch and the supervisor if they sleep. */
void idle_end(void);

/* ---- handlers.c ---- */

/* [main-thread] */
void handlers_install(void);

/* ---- crash-place.c ---- */

struct crash_report;
/* [main-thread] Remember where the process before crashed: plugin code may write to the record. */
void crash_place_inherit(const struct crash_report *last);

/* ---- link.c ---- */

/* [main-thread] Start a thread that holds the pipe to the supervisor open as long as the process runs. Returns 0 or
   -errno. */
int32_t link_hold(void);

/* ---- state.c ---- */

/* [main-thread] Select the last good state. */
void state_inherit(void);
/* [main-thread] Save the current parameter table for the state that the plugin is asked for next. Changes made while
   the plugin answers may or may not be in the state, so they have to be set again. */
void state_note_table(void);

/* Storage for a parameter table. */
struct saved_table {
	uint32_t count;
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
};
static inline struct record_table saved_table_view(const struct saved_table *table)
{
	return (struct record_table){table->count, table->ids, table->values};
}
/* [main-thread] Read the table of the last good state; false if it has none, or a corrupted one. */
bool state_table(struct saved_table *table);
/* [main-thread] Read from the recovery file: 0 or -errno. */
int32_t record_file_read(off_t at, void *to, size_t bytes);

/* ---- changes.c ---- */

/* [main-thread] Determine what changed after the last good state. Call this before this process writes to the record.
 */
void changes_inherit(void);

/* ---- environment.c ---- */

/* [main-thread] */
void environment_remember(void);
/* [any-thread] Whether a plugin has left a process-wide setting changed. The audio thread does not check this. */
bool environment_is_changed(void);
/* [main-thread] Close the saved working directory, which children must not inherit. */
void environment_close(void);

#endif
