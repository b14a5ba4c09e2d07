/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The spare: a host process that is forked before it is requested, with the program that is to be its parent. It has
 * done all that a fork has to do before it loads a plugin, and waits. Each of the two has a socket here: the request
 * goes to the one, the supervisor's socket to the other.
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "internal.h"
#include "key.h"
#include "pass.h"
#include "zygote.h"

static int spare_fd = -1;  /* in the zygote: its end; in the spare: its own */
static int parent_fd = -1; /* in the zygote */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* What is left of the last one ends by that. */
static void forget(void)
{
	close_fd(&spare_fd);
	close_fd(&parent_fd);
}

bool spare_make(const char *parent)
{
	int to_spare[2], to_parent[2] = {-1, -1};
	forget();
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, to_spare) != 0)
		return false;
	spare_fd = to_spare[0];
	const bool has_both = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, to_parent) == 0;
	parent_fd = to_parent[0];
	const pid_t forked = has_both ? fork_with_parent(parent, to_parent[1], true) : -1;
	close_fd(&to_parent[1]);
	if (forked == 0) {
		forget();
		spare_fd = to_spare[1];
		return true;
	}
	close_fd(&to_spare[1]);
	return false;
}

bool spare_give(const struct asked *asked)
{
	const bool is_given = spare_fd >= 0 &&
	                      pass_send(spare_fd, &asked->request, sizeof asked->request, asked->fds, ZYGOTE_FDS) &&
	                      pass_send(parent_fd, "", 1, &asked->supervisor_fd, 1);
	forget();
	return is_given;
}

void zygote_wait_for_request(void)
{
	struct asked asked = {.supervisor_fd = -1};
	heap_touch();
	if (!pass_receive(spare_fd, &asked.request, sizeof asked.request, asked.fds, ZYGOTE_FDS))
		_exit(EXIT_SUCCESS); /* the zygote has ended */
	close_fd(&spare_fd);
	if (asked.request.key != key_of_process() || !child_become(&asked))
		_exit(EXIT_FAILURE);
}
