/* SPDX-License-Identifier: BSD-2-Clause */
/* Process start, logging to stderr, and process end. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os.h"

void process_begin(const char *name)
{
	prctl(PR_SET_NAME, name);
	/* Node starts its debugger on SIGUSR1, and any local user could connect to it. */
	signal(SIGUSR1, SIG_IGN);
}

void process_end(int exit_code)
{
	for (;;)
		syscall(SYS_exit_group, exit_code);
}

void process_say(const char *text)
{
	static _Atomic int is_stuck; /* the reader did not drain the last write: do not wait again until it does */
	struct pollfd item = {.fd = STDERR_FILENO, .events = POLLOUT};
	for (size_t left = strlen(text); left > 0;) {
		is_stuck = poll(&item, 1, is_stuck ? 0 : 100) != 1;
		/* A pipe that polls as writable takes PIPE_BUF bytes without blocking. */
		const ssize_t written = is_stuck ? -1 : write(STDERR_FILENO, text, left < PIPE_BUF ? left : PIPE_BUF);
		if (written <= 0)
			return; /* no reader */
		text += written;
		left -= (size_t)written;
	}
}

void process_sleep(uint32_t sleep_ms)
{
	usleep(sleep_ms * 1000);
}

void process_wait_for_parent_end(void)
{
	const pid_t parent = getppid();
	while (getppid() == parent)
		usleep(200000);
}

const char *process_error_text(int32_t error)
{
	return strerror(error < 0 ? -error : error);
}
