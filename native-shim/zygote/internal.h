/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the zygote share. */
#ifndef MAOLAN_ZYGOTE_INTERNAL_H
#define MAOLAN_ZYGOTE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "request.h"

/* A request as it came. */
struct asked {
	struct zygote_request request;
	int supervisor_fd; /* the socket that it came by */
	int fds[ZYGOTE_FDS];
};

/* ---- fork.c ---- */

/* V8 keeps its heap out of forked processes; undo that. Once: no JavaScript runs afterwards. Returns false on failure.
 */
bool fork_allow(void);
/* Fork this process. Returns 0 in the child, its pid here, -1 on failure. */
pid_t fork_engine(void);
/* The same with a program between the child and this process: parent (a path) gets supervisor_fd and the child's pid.
   That of a spare first gets the supervisor's socket from there. Returns 0 in the child, its parent's pid here, -1 on
   failure. */
pid_t fork_with_parent(const char *parent, int supervisor_fd, bool is_spare);

/* ---- heap.c ---- */

/* Before the first fork: let what forked processes allocate lie together. */
void heap_fill(void);
/* In the spare: have the memory that it allocates next. */
void heap_touch(void);

/* ---- waiters.c ---- */

/* Before a fork: wait until no other thread of this process runs, and find the condition variables at which several
   wait. Returns false if that cannot be seen. */
bool waiters_find(void);
/* In the forked process, before anything signals: no thread waits at these variables. */
void waiters_forget(void);

/* ---- child.c ---- */

/* In the forked process: become what was asked for. Returns false if that cannot be. */
bool child_become(const struct asked *asked);

/* ---- spare.c ---- */

/* Fork a host process ahead of its request. Returns true in that. */
bool spare_make(const char *parent);
/* Let it become what was asked for. Returns false if there is none. */
bool spare_give(const struct asked *asked);

/* ---- shown.c ---- */

/* In the zygote: where code, data and stack are, as the kernel knows it. Forked processes have them there, too. */
void show_prepare(void);
/* Show these texts as this process's arguments and environment. They follow one another, and stay; end: behind them. */
void show_texts(const char *arguments, const char *environment, const char *end);

#endif
