/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of a plugin that renders offline. Its timers follow the audio rendered so far, not the machine's clock, so
 * that the same input causes the same calls between the same blocks on any machine.
 */
#include <math.h>
#include <poll.h>
#include <stdatomic.h>
#include <stddef.h>

#include "run-loop.h"

static bool offline; /* main thread */
/* Written by the main thread while no block runs, or while the audio thread is parked. */
static _Atomic double next_due_ms = INFINITY;
static atomic_int watched_fd = -1; /* epoll set, if it contains file descriptors of the plugin */
static _Atomic double clock_now_ms;

bool clock_is_offline(void)
{
	return offline;
}

void run_loop_go_offline(void)
{
	offline = true;
}

int32_t run_loop_has_timers(void)
{
	return atomic_load(&next_due_ms) < INFINITY;
}

void clock_look(const struct source *sources, int epoll_fd)
{
	double due = INFINITY;
	bool has_fds = false;
	for (const struct source *source = sources; source; source = source->next) {
		has_fds |= source->fd >= 0;
		if (source->period_ms > 0 && source->due_ms < due)
			due = source->due_ms;
	}
	atomic_store(&next_due_ms, due);
	atomic_store(&watched_fd, has_fds ? epoll_fd : -1);
}

void clock_start_timer(struct source *sources, int32_t id, uint32_t period_ms)
{
	struct source *source = sources;
	while (source && source->id != id)
		source = source->next;
	if (!offline || !source || id <= 0)
		return;
	source->period_ms = period_ms;
	source->due_ms = atomic_load(&clock_now_ms) + period_ms;
	if (source->due_ms < atomic_load(&next_due_ms))
		atomic_store(&next_due_ms, source->due_ms);
}

int32_t run_loop_advance(double ms)
{
	atomic_store(&clock_now_ms, ms);
	if (atomic_load(&next_due_ms) <= ms)
		return 1;
	struct pollfd watched = {.fd = atomic_load(&watched_fd), .events = POLLIN};
	return watched.fd >= 0 && poll(&watched, 1, 0) > 0;
}

struct source *clock_next(struct source *sources)
{
	if (!offline)
		return NULL;
	struct source *due = NULL;
	for (struct source *source = sources; source; source = source->next)
		if (source->period_ms > 0 && source->due_ms <= atomic_load(&clock_now_ms) &&
		    (!due || source->due_ms < due->due_ms || (source->due_ms == due->due_ms && source->id < due->id)))
			due = source;
	if (due)
		due->due_ms += due->period_ms;
	clock_look(sources, atomic_load(&watched_fd));
	return due;
}
