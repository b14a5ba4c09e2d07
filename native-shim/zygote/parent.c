/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent of a host process that the zygote has forked: a small program between the two. The supervisor cannot be
 * the parent, and the zygote may end at any moment; a parent is needed for what only a parent has: the wait status, the
 * programs that a plugin leaves behind, and an end that ends the host process.
 *
 * Its arguments: the socket to the supervisor, the pid of its child, and whether that is a spare (spare.c).
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../os/children.h"
#include "pass.h"
#include "request.h"

#define DECIMAL 10

static int supervisor_fd;
static pid_t host;
static bool has_ended;

static void say(enum parent_says says, int32_t value)
{
	const struct parent_message message = {says, value};
	send(supervisor_fd, &message, sizeof message, MSG_NOSIGNAL);
}

/* Programs of the plugin that end while it runs are reaped here. The host process itself stays a zombie:
   nobody else gets its pid while the supervisor may use it. */
static void look_at_children(void)
{
	siginfo_t info = {0};
	while (!has_ended && waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0) {
		if (info.si_pid != host) {
			waitpid(info.si_pid, NULL, 0);
			info.si_pid = 0;
			continue;
		}
		has_ended = true;
		const bool is_exit = info.si_code == CLD_EXITED;
		say(PARENT_ENDED, is_exit ? W_EXITCODE(info.si_status, 0) : W_EXITCODE(0, info.si_status));
	}
}

_Noreturn static void reap_and_exit(void)
{
	while (children_kill(0) > 0)
		if (waitpid(-1, NULL, 0) < 0)
			break;
	_exit(0);
}

/* A byte, or the supervisor's end: nothing is left of a supervisor that was killed. */
static void look_at_supervisor(void)
{
	char byte;
	const ssize_t got = recv(supervisor_fd, &byte, 1, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got == 1 && byte == PARENT_REAP)
		reap_and_exit();
	kill(host, SIGKILL);
	_exit(0);
}

/* The spare's end shows in the zygote: it has a socket of its own. */
static void wait_for_supervisor(void)
{
	char byte;
	int fd;
	if (!pass_receive(supervisor_fd, &byte, 1, &fd, 1)) {
		kill(host, SIGKILL);
		_exit(0);
	}
	close(supervisor_fd);
	supervisor_fd = fd;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return EXIT_FAILURE;
	supervisor_fd = (int)strtol(argv[1], NULL, DECIMAL);
	host = (pid_t)strtol(argv[2], NULL, DECIMAL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	const int child_fd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	if (child_fd < 0)
		return EXIT_FAILURE;
	if (argc > 3)
		wait_for_supervisor();
	say(PARENT_STARTED, host);
	struct pollfd items[] = {{.fd = supervisor_fd, .events = POLLIN}, {.fd = child_fd, .events = POLLIN}};
	for (;;) {
		look_at_children(); /* it may have ended before */
		if (poll(items, 2, -1) < 0)
			continue;
		struct signalfd_siginfo info;
		while (read(child_fd, &info, sizeof info) > 0)
			;
		look_at_children();
		if (items[0].revents != 0)
			look_at_supervisor();
	}
}
