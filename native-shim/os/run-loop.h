/* SPDX-License-Identifier: BSD-2-Clause */
/* The registrations shared by run-loop.c and run-loop-clock.c. Main thread only. */
#ifndef MAOLAN_OS_RUN_LOOP_H
#define MAOLAN_OS_RUN_LOOP_H

#include <stdbool.h>

#include "os.h"

struct source {
	struct source *next;
	int32_t id;
	int32_t fd;       /* as passed to the callback; -1: a timer */
	int32_t polled;   /* in the epoll set: fd, a duplicate of it, or the timerfd */
	uint32_t broken;  /* consecutive wake-ups with the other end gone */
	double period_ms; /* of a timer that runs offline */
	double due_ms;
	run_loop_callback callback;
	void *user;
};

bool clock_is_offline(void);
/* Start the first period of the timer with this id, if it exists. */
void clock_start_timer(struct source *sources, int32_t id, uint32_t period_ms);
/* The list has changed: update what run_loop_advance checks. epoll_fd: the set of all sources, or -1. */
void clock_look(const struct source *sources, int epoll_fd);
/* The most overdue timer, whose next period is started; NULL if none is due or this is not offline. */
struct source *clock_next(struct source *sources);

#endif
