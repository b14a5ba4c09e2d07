/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An epoll set that contains what GLib's main context waits for: its file descriptors, and a timer for its next
 * timeout. The set itself is one file descriptor of our run loop.
 *
 * The main thread keeps the context acquired all the time, so that a source added by another thread wakes it. A source
 * that the main thread adds between two calls of context_serve does not; the editor's timer calls that often enough.
 */
#include "context.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "gtk.h"
#include "os.h"

#define FDS_MAX 64
/* An idle function that never finishes must not block the main thread. */
#define ROUNDS_MAX 64

static struct {
	int epoll_fd, timer_fd;
	int32_t id; /* run loop registration */
	struct poll_fd fds[FDS_MAX];
	int fd_count;
} set = {.epoll_fd = -1, .timer_fd = -1};

/* A descriptor whose other end is gone is always ready, and GLib may never close it, so it is removed from the set. */
static void drop_broken(void)
{
	struct epoll_event events[FDS_MAX];
	const int count = epoll_wait(set.epoll_fd, events, FDS_MAX, 0);
	for (int i = 0; i < count; i++)
		if (events[i].events & (EPOLLHUP | EPOLLERR))
			epoll_ctl(set.epoll_fd, EPOLL_CTL_DEL, events[i].data.fd, NULL);
}

/* epoll and poll use the same bits for in, out and priority. */
static void watch(const struct poll_fd *fds, int count)
{
	for (int i = 0; i < set.fd_count; i++)
		epoll_ctl(set.epoll_fd, EPOLL_CTL_DEL, set.fds[i].fd, NULL);
	for (int i = 0; i < count; i++) {
		struct epoll_event event = {.events = fds[i].events, .data.fd = fds[i].fd};
		epoll_ctl(set.epoll_fd, EPOLL_CTL_ADD, fds[i].fd, &event);
	}
	memcpy(set.fds, fds, (size_t)count * sizeof(*fds));
	set.fd_count = count;
}

/* -1: never. What is due at once is delayed by a millisecond, so that other sources are served, too. */
static void set_timer(int timeout_ms)
{
	const int ms = timeout_ms == 0 ? 1 : timeout_ms;
	struct itimerspec timing = {0};
	if (ms > 0)
		timing.it_value = (struct timespec){ms / 1000, (long)(ms % 1000) * 1000000};
	timerfd_settime(set.timer_fd, 0, &timing, NULL);
}

static void wait_for_next(GMainContext *context)
{
	struct poll_fd fds[FDS_MAX] = {0};
	int priority = 0, timeout_ms = -1;
	const bool is_due = gtk.context_prepare(context, &priority);
	int count = gtk.context_query(context, priority, &timeout_ms, fds, FDS_MAX);
	if (count > FDS_MAX)
		count = FDS_MAX;
	for (int i = 0; i < count; i++)
		fds[i].revents = 0;
	if (count != set.fd_count || memcmp(fds, set.fds, (size_t)count * sizeof(fds[0])) != 0)
		watch(fds, count);
	set_timer(is_due ? 0 : timeout_ms);
}

/* A modal dialog inside a callback re-enters this function, and finds the state consistent. */
void context_serve(void)
{
	if (set.id <= 0)
		return;
	GMainContext *context = gtk.context_default();
	drop_broken();
	for (int round = 0; round < ROUNDS_MAX && gtk.context_iteration(context, 0); round++)
		continue;
	if (set.id > 0)
		wait_for_next(context);
}

static void is_due(void *user, int32_t fd)
{
	(void)user;
	(void)fd;
	context_serve();
}

static void clean_up(void)
{
	if (set.id > 0)
		run_loop_remove(set.id);
	if (set.timer_fd >= 0)
		close(set.timer_fd);
	if (set.epoll_fd >= 0)
		close(set.epoll_fd);
	set.epoll_fd = set.timer_fd = -1;
	set.id = 0;
	set.fd_count = 0;
}

bool context_start(void)
{
	set.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	set.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	struct epoll_event event = {.events = EPOLLIN, .data.fd = set.timer_fd};
	if (set.epoll_fd >= 0 && epoll_ctl(set.epoll_fd, EPOLL_CTL_ADD, set.timer_fd, &event) == 0)
		set.id = run_loop_add_fd(set.epoll_fd, is_due, NULL);
	if (set.id > 0 && gtk.context_acquire(gtk.context_default())) {
		set_timer(0);
		return true;
	}
	clean_up();
	return false;
}

void context_stop(void)
{
	clean_up();
	gtk.context_release(gtk.context_default());
}
