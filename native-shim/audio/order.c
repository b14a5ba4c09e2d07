/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which came first: did the DAW read the last reply, or write its next wake byte? One thread of the DAW does both, one
 * right after the other. On another processor both may have happened before we can look, and the counts of the two
 * pipes are then the same, whichever came first. The kernel knows: an epoll set lists what has become ready in the
 * order in which it happened (edge-triggered; a pipe of one page becomes writable when its last byte is read). It is
 * used only when in doubt, since it costs the DAW's reads and writes an entry each.
 */
#include <stdbool.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "audio.h"

enum { WAKE = 0, READ = 1 };

static struct {
	int fd;              /* the epoll set; -1: none */
	bool follows;        /* both pipes are in it */
	uint32_t unread_max; /* reply bytes not seen to be read, at most */
	bool has_wake;       /* a wake byte came before everything seen from now on */
} order = {.fd = -1};

static void lose(void)
{
	order.fd = -1; /* plugin code has closed it; the number may belong to another file */
	order.follows = false;
}

void order_open(void)
{
	if (order.fd >= 0)
		close(order.fd);
	order.follows = false;
	order.fd = epoll_create1(EPOLL_CLOEXEC);
	audio.sees_replies &= order.fd >= 0;
}

static bool add(int fd, uint32_t events, uint32_t which)
{
	struct epoll_event event = {.events = events | EPOLLET, .data.u32 = which};
	return epoll_ctl(order.fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void drop(void)
{
	epoll_ctl(order.fd, EPOLL_CTL_DEL, audio.wake_fd, NULL);
	epoll_ctl(order.fd, EPOLL_CTL_DEL, audio.reply_fd, NULL);
}

/* Discard what has arrived so far. */
static void forget(void)
{
	struct epoll_event events[2];
	if (epoll_wait(order.fd, events, 2, 0) < 0)
		lose();
	order.has_wake = wakes_unread() != 0;
}

/* Count what is unread, and discard the events until then: none of them is of a read that the count contains. The DAW
 * can only make the count smaller, so this ends. */
static void settle(void)
{
	do {
		order.unread_max = pipes_unread(audio.reply_fd);
		forget();
	} while (order.follows && pipes_unread(audio.reply_fd) != order.unread_max);
}

static void begin(void)
{
	order.follows = add(audio.wake_fd, EPOLLIN, WAKE) && add(audio.reply_fd, EPOLLOUT, READ);
	if (order.follows)
		settle();
	else
		drop();
}

void order_follow(int follows)
{
	if (order.fd < 0 || order.follows == (follows != 0))
		return;
	if (follows) {
		begin();
		return;
	}
	drop();
	order.follows = false;
}

int order_fd(void)
{
	return order.follows ? order.fd : -1;
}

void order_before_reply(void)
{
	if (order.follows)
		settle();
}

void order_replied(uint32_t count)
{
	order.unread_max += count;
}

/* With several replies the report may be of the first ones, read before the last one was written. */
static bool is_certain(void)
{
	return order.unread_max <= 1 || (pipes_unread(audio.reply_fd) == 0 && wakes_unread() == 0);
}

int order_look(void)
{
	struct epoll_event events[2];
	const int count = order.follows ? epoll_wait(order.fd, events, 2, 0) : 0;
	if (count < 0)
		lose();
	bool is_read = false, is_certainly_read = false;
	for (int i = 0; i < count; i++) {
		order.has_wake |= events[i].data.u32 == WAKE;
		is_read |= events[i].data.u32 == READ && !order.has_wake;
	}
	if (is_read) {
		is_certainly_read = is_certain();
		order.unread_max = is_certainly_read ? 0 : pipes_unread(audio.reply_fd);
	}
	return is_certainly_read;
}

uint32_t order_unread_at_wake(void)
{
	const bool was_unread = order.follows && order.has_wake && order.unread_max != 0;
	/* In this order: what is unread while a wake is there was unread when that was written. */
	if (order.follows)
		forget();
	order.unread_max = pipes_unread(audio.reply_fd);
	return order.unread_max == 0 && was_unread ? 1 : order.unread_max;
}
