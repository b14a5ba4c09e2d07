/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * File descriptors and timers that plugins register for the main thread, whose event loop belongs to Node. A separate
 * thread waits for them and only wakes the main thread; the main thread finds out what is due and calls back.
 *
 * The waiting thread pauses between its wake-up and the dispatch (armed == false), so that a busy main thread is woken
 * once, not continuously. The two threads share only the epoll set, the control eventfd and armed.
 */
#include "run-loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define DISPATCH_MAX 32
/* A plugin may never notice that its connection (to an X server, for example) is gone. Polling it forever would keep a
   core busy. */
#define BROKEN_MAX 100u

static struct source *sources; /* main thread only */
static int32_t next_id = 1;
static int epoll_fd = -1;
static int control_fd = -1;
static pthread_t waiting_thread;
static atomic_bool armed;
static atomic_bool stopping;

static void *wait_for_sources(void *unused)
{
	(void)unused;
	struct pollfd fds[] = {{.fd = control_fd, .events = POLLIN}, {.fd = epoll_fd, .events = POLLIN}};
	while (!atomic_load(&stopping)) {
		if (poll(fds, atomic_load(&armed) ? 2 : 1, -1) < 0)
			continue; /* interrupted by a signal */
		uint64_t count;
		if (fds[0].revents && read(control_fd, &count, sizeof(count)) > 0)
			continue;
		if (atomic_load(&armed) && fds[1].revents) {
			atomic_store(&armed, false);
			notify_main();
		}
	}
	return NULL;
}

static void wake_waiting_thread(void)
{
	const uint64_t one = 1;
	if (write(control_fd, &one, sizeof(one)) < 0)
		return; /* cannot happen: the counter never reaches its limit */
}

static int32_t start(void)
{
	if (epoll_fd >= 0)
		return 0;
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	control_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	atomic_store(&armed, true);
	atomic_store(&stopping, false);
	int error = errno;
	if (epoll_fd >= 0 && control_fd >= 0) {
		sigset_t all, before; /* signals are handled by Node's threads */
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &before);
		error = pthread_create(&waiting_thread, NULL, wait_for_sources, NULL);
		pthread_sigmask(SIG_SETMASK, &before, NULL);
		if (error == 0) {
			pthread_setname_np(waiting_thread, "run-loop");
			return 0;
		}
	}
	if (epoll_fd >= 0)
		close(epoll_fd);
	if (control_fd >= 0)
		close(control_fd);
	epoll_fd = control_fd = -1;
	return -error;
}

static void stop(void)
{
	atomic_store(&stopping, true);
	wake_waiting_thread();
	pthread_join(waiting_thread, NULL);
	close(epoll_fd);
	close(control_fd);
	epoll_fd = control_fd = -1;
	clock_look(NULL, -1);
}

static void free_source(struct source *source)
{
	epoll_ctl(epoll_fd, EPOLL_CTL_DEL, source->polled, NULL); /* fails harmlessly if the plugin closed its fd */
	if (source->polled != source->fd && source->polled >= 0)
		close(source->polled);
	free(source);
}

static int watch_fd(struct source *source)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)source->id};
	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, source->polled, &event) == 0)
		return 0;
	if (errno != EEXIST)
		return errno;
	/* Two handlers for one fd: an epoll set accepts each descriptor only once, so the second handler gets a duplicate.
	 */
	source->polled = fcntl(source->fd, F_DUPFD_CLOEXEC, 0);
	if (source->polled < 0)
		return errno;
	return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, source->polled, &event) == 0 ? 0 : errno;
}

/* Takes ownership of polled: on failure it is closed, unless it is the plugin's own fd. */
static int32_t add(int32_t fd, int32_t polled, run_loop_callback callback, void *user)
{
	int error = -start();
	struct source *source = error == 0 ? malloc(sizeof(*source)) : NULL;
	if (!source) {
		if (polled != fd)
			close(polled);
		if (epoll_fd >= 0 && !sources)
			stop();
		return error != 0 ? -error : -ENOMEM;
	}
	*source = (struct source){.id = next_id, .fd = fd, .polled = polled, .callback = callback, .user = user};
	error = watch_fd(source);
	if (error != 0) {
		free_source(source);
		if (!sources)
			stop();
		return -error;
	}
	source->next = sources;
	sources = source;
	next_id = next_id == INT32_MAX ? 1 : next_id + 1;
	clock_look(sources, epoll_fd);
	return source->id;
}

int32_t run_loop_add_fd(int32_t fd, run_loop_callback ready, void *user)
{
	return fd < 0 ? -EBADF : add(fd, fd, ready, user);
}

int32_t run_loop_add_timer(uint32_t period_ms, run_loop_callback due, void *user)
{
	if (period_ms == 0)
		period_ms = 1;
	const struct timespec period = {period_ms / 1000, (long)(period_ms % 1000) * 1000000};
	const struct itimerspec timing = {period, period};
	const int32_t timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (timer < 0)
		return -errno;
	if (!clock_is_offline())
		timerfd_settime(timer, 0, &timing, NULL);
	const int32_t id = add(-1, timer, due, user);
	clock_start_timer(sources, id, period_ms);
	return id;
}

void run_loop_remove(int32_t id)
{
	for (struct source **at = &sources; *at; at = &(*at)->next) {
		struct source *source = *at;
		if (source->id != id)
			continue;
		*at = source->next;
		free_source(source);
		break;
	}
	clock_look(sources, epoll_fd);
	if (!sources && epoll_fd >= 0)
		stop();
}

static struct source *find(int32_t id)
{
	struct source *source = sources;
	while (source && source->id != id)
		source = source->next;
	return source;
}

/* The callback may remove any source, including this one, so source is not used after the call. */
static bool call_back(int32_t id, uint32_t events)
{
	struct source *source = find(id);
	if (!source)
		return false;
	source->broken = events & (EPOLLHUP | EPOLLERR) ? source->broken + 1 : 0;
	if (source->broken > BROKEN_MAX)
		epoll_ctl(epoll_fd, EPOLL_CTL_DEL, source->polled, NULL);
	uint64_t expirations;
	if (source->fd < 0 && read(source->polled, &expirations, sizeof(expirations)) < 0)
		return false; /* no longer due */
	source->callback(source->user, source->fd);
	return true;
}

int32_t run_loop_dispatch(void)
{
	if (epoll_fd < 0)
		return 0;
	struct epoll_event events[DISPATCH_MAX];
	int32_t called = 0;
	for (struct source *due = clock_next(sources); due; due = clock_next(sources), called++)
		due->callback(due->user, -1);
	const int count = epoll_fd < 0 ? 0 : epoll_wait(epoll_fd, events, DISPATCH_MAX, 0);
	for (int i = 0; i < count; i++)
		called += call_back((int32_t)events[i].data.u64, events[i].events);
	if (epoll_fd >= 0 && !atomic_exchange(&armed, true))
		wake_waiting_thread();
	return called;
}
