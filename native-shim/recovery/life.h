/*
 * What the files of recovery share: the record of this process, how its life ends, and what the next one is given.
 */
#ifndef MAOLAN_RECOVERY_LIFE_H
#define MAOLAN_RECOVERY_LIFE_H

#include <sys/types.h>

#include "record.h"

/* Spare file descriptors have numbers from here: plugins that close what they do not know seldom get so far. */
#define SPARE_FD_MIN 500

struct life {
	struct record *record;   /* never NULL: without a file it is in our own memory, and nothing outlives us */
	int fd;                  /* the file; -1: none */
	pid_t armed;             /* the process in which a death starts a new life; 0: none. Not a forked child of it */
	_Atomic uint32_t phases; /* changes of the phase so far */
	uint32_t before[RECORD_WORDS]; /* the words of the life before */
};

extern struct life life;

/* [any-thread] Async-signal-safe. End this life, start the next: write down why, put back what belongs to the host,
   become a new image. Of several threads that come here one goes on, the others sleep for ever. Returns only if it
   failed. */
void life_end(enum recovery_cause cause, int32_t detail, enum recovery_thread thread);
/* [any-thread] Async-signal-safe. Who is calling. */
enum recovery_thread life_thread(void);
/* [main-thread] From now on a death is a death. */
void life_disarm(void);
/* [audio-thread] The core trapped: end this life. Returns if there is no other. */
void life_core_stopped(const char *where, const char *what);

/* ---- image.c: what the next image of this process is given ---- */

/* [main-thread] Remember argv, the environment with record_fd in it, working directory, umask, signal mask and
   dispositions, scheduling. 0 or -errno. */
int32_t image_remember(int record_fd);
/* [main-thread] fd shall be open under this number in the next life, whatever the plugin does to it. */
void image_keep_fd(int fd);
/* [main-thread] The same for a number that only the record knows: the spare's number, or -errno. */
int32_t image_keep_copy(int fd);
/* [main-thread] The same for what the life before has kept so. */
void image_keep_inherited(int fd);
/* [main-thread] In children that are forked without becoming another program: our ends of the pipes would keep the DAW
   from seeing that we died. */
void image_close_fds(void);
/* [any-thread] Async-signal-safe. Returns only if it failed: -errno. */
int32_t image_become(void);
/* [any-thread] Async-signal-safe. A copy of fd with a number from SPARE_FD_MIN on, close-on-exec; -errno. */
int32_t image_spare(int fd);
/* [main-thread] The working directory: a file descriptor. */
int image_directory(void);

/* ---- state.c ---- */

/* [main-thread] Choose the state that was the last good one; damaged: the words of the life before say nothing. */
void state_inherit(bool damaged);
/* [main-thread] The parameter table as it is now belongs to the state that the plugin is asked for next: what changes
   while it answers may be in the state or not, and has to be set again. */
void state_note_table(void);

/* Memory for a table. */
struct life_table {
	uint32_t count;
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
};
static inline struct record_table life_table_view(const struct life_table *table)
{
	return (struct record_table){table->count, table->ids, table->values};
}
/* [main-thread] The table of the last good state into table; false if it has none, or a damaged one. */
bool state_table(struct life_table *table);
/* [main-thread] Read bytes of the record's file: 0 or -errno. */
int32_t life_read(off_t at, void *to, size_t bytes);

/* ---- changes.c ---- */

/* [main-thread] Find out what was changed after the last good state, before anything of this life is written. */
void changes_inherit(void);

/* ---- manners.c ---- */

/* [main-thread] */
void manners_remember(void);
/* [any-thread] Has a plugin left something changed that counts for the whole process? The audio thread does not look.
 */
bool manners_are_off(void);

#endif
