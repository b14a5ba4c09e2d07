/* SPDX-License-Identifier: BSD-2-Clause */
/* What run-loop.c and run-loop-clock.c share: the registrations, which belong to the main thread. */
#ifndef MAOLAN_OS_RUN_LOOP_H
#define MAOLAN_OS_RUN_LOOP_H

#include <stdbool.h>

#include "os.h"

struct source {
	struct source *next;
	int32_t id;
	int32_t fd;       /* as the callback knows it; -1: a timer */
	int32_t polled;   /* in the epoll set: fd, a duplicate of it, or the timer's */
	uint32_t broken;  /* times in a row that it was due because its other end is gone */
	double period_ms; /* of a timer that plays offline */
	double due_ms;
	run_loop_callback callback;
	void *user;
};

bool clock_is_offline(void);
/* The timer with this id, if there is one, begins its first period. */
void clock_start_timer(struct source *sources, int32_t id, uint32_t period_ms);
/* The list has changed: what run_loop_advance has to look for. epoll_fd: of all sources, or -1. */
void clock_look(const struct source *sources, int epoll_fd);
/* The timer that is due, the longest overdue first; its next period has begun. NULL: none, or not offline. */
struct source *clock_next(struct source *sources);

#endif
