/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The OS library's run loop supports readable file descriptors only. So each descriptor of the plugin is in a private
 * epoll set, which becomes readable on any event that the plugin wants.
 */
#include "run-loop.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "instance.h"
#include "os.h"

/* One registration. */
struct run_loop_entry {
	struct run_loop_entry *next;
	struct clap_instance *instance;
	int32_t id; /* of the OS library's registration */
	int fd;     /* of the plugin; -1: a timer, which the plugin identifies by id */
	int fd_set; /* epoll set with fd in it, or -1 */
};

/* The plugin may remove the registration inside the callback, so it is not used afterwards. */
static void timer_is_due(void *user, int32_t fd)
{
	const struct run_loop_entry *entry = user;
	(void)fd;
	const clap_plugin_timer_support_t *support = entry->instance->run_loop.timer_support;
	if (support)
		support->on_timer(entry->instance->audio.plugin, (clap_id)entry->id);
}

static uint32_t flags_of(uint32_t events)
{
	uint32_t flags = 0;
	if (events & (EPOLLIN | EPOLLHUP)) /* end of file is detected by reading */
		flags |= CLAP_POSIX_FD_READ;
	if (events & EPOLLOUT)
		flags |= CLAP_POSIX_FD_WRITE;
	if (events & EPOLLERR)
		flags |= CLAP_POSIX_FD_ERROR;
	return flags;
}

static uint32_t events_of(uint32_t flags)
{
	return (flags & CLAP_POSIX_FD_READ ? (uint32_t)EPOLLIN : 0) |
	       (flags & CLAP_POSIX_FD_WRITE ? (uint32_t)EPOLLOUT : 0);
}

static void fd_is_ready(void *user, int32_t fd_set)
{
	const struct run_loop_entry *entry = user;
	const struct clap_plugin_posix_fd_support *support = entry->instance->run_loop.fd_support;
	struct epoll_event event;
	if (support && epoll_wait(fd_set, &event, 1, 0) == 1)
		support->on_fd(entry->instance->audio.plugin, entry->fd, flags_of(event.events));
}

static void free_entry(struct run_loop_entry *entry)
{
	if (entry->id > 0)
		run_loop_remove(entry->id);
	if (entry->fd_set >= 0)
		close(entry->fd_set);
	free(entry);
}

static bool is_allowed(const clap_host_t *host, const char *function)
{
	return host_is_main(host, function);
}

static struct run_loop_entry *new_entry(const clap_host_t *host, int fd)
{
	struct run_loop_entry *entry = malloc(sizeof(*entry));
	if (entry)
		*entry = (struct run_loop_entry){.instance = host_instance(host), .fd = fd, .fd_set = -1};
	return entry;
}

/* Add an entry that the OS library has accepted, or free one that it has refused. */
static bool keep(struct run_loop_entry *entry)
{
	if (entry->id <= 0) {
		free_entry(entry);
		return false;
	}
	struct run_loop *loop = &entry->instance->run_loop;
	entry->next = loop->first;
	loop->first = entry;
	return true;
}

/* The position of a timer (fd -1) or a file descriptor in the list, or the list's end. */
static struct run_loop_entry **find(const clap_host_t *host, int fd, clap_id timer)
{
	struct run_loop_entry **at = &host_instance(host)->run_loop.first;
	while (*at && ((*at)->fd != fd || (fd < 0 && (clap_id)(*at)->id != timer)))
		at = &(*at)->next;
	return at;
}

static bool drop(struct run_loop_entry **at)
{
	struct run_loop_entry *entry = *at;
	if (!entry)
		return false;
	*at = entry->next;
	free_entry(entry);
	return true;
}

/* ---- clap.timer-support ---- */

static bool register_timer(const clap_host_t *host, uint32_t period_ms, clap_id *timer)
{
	if (!timer || !is_allowed(host, "clap_host_timer_support.register_timer"))
		return false;
	struct run_loop_entry *entry = new_entry(host, -1);
	if (!entry)
		return false;
	entry->id = run_loop_add_timer(period_ms, timer_is_due, entry);
	*timer = entry->id > 0 ? (clap_id)entry->id : CLAP_INVALID_ID;
	return keep(entry);
}

static bool unregister_timer(const clap_host_t *host, clap_id timer)
{
	return is_allowed(host, "clap_host_timer_support.unregister_timer") && drop(find(host, -1, timer));
}

const clap_host_timer_support_t host_timer_support = {register_timer, unregister_timer};

/* ---- clap.posix-fd-support ---- */

static bool watch(const struct run_loop_entry *entry, int operation, uint32_t flags)
{
	struct epoll_event event = {.events = events_of(flags)};
	return epoll_ctl(entry->fd_set, operation, entry->fd, &event) == 0;
}

static bool register_fd(const clap_host_t *host, int fd, uint32_t flags)
{
	if (fd < 0 || !is_allowed(host, "clap_host_posix_fd_support.register_fd") || *find(host, fd, 0))
		return false;
	struct run_loop_entry *entry = new_entry(host, fd);
	if (!entry)
		return false;
	entry->fd_set = epoll_create1(EPOLL_CLOEXEC);
	if (entry->fd_set >= 0 && watch(entry, EPOLL_CTL_ADD, flags))
		entry->id = run_loop_add_fd(entry->fd_set, fd_is_ready, entry);
	return keep(entry);
}

static bool modify_fd(const clap_host_t *host, int fd, uint32_t flags)
{
	if (fd < 0 || !is_allowed(host, "clap_host_posix_fd_support.modify_fd"))
		return false;
	const struct run_loop_entry *entry = *find(host, fd, 0);
	return entry && watch(entry, EPOLL_CTL_MOD, flags);
}

static bool unregister_fd(const clap_host_t *host, int fd)
{
	return fd >= 0 && is_allowed(host, "clap_host_posix_fd_support.unregister_fd") && drop(find(host, fd, 0));
}

const struct clap_host_posix_fd_support host_posix_fd_support = {register_fd, modify_fd, unregister_fd};

void run_loop_clear(struct run_loop *loop)
{
	while (drop(&loop->first))
		;
}
