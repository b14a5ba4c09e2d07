/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits what a plugin can do to its surroundings while it is scanned. */
#include "isolate.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "guard.h"

#define RESULT_FD_MIN 100

static bool redirect(int32_t fd, int flags)
{
	const int null = open("/dev/null", flags | O_CLOEXEC);
	const bool done = null >= 0 && dup2(null, fd) >= 0;
	if (null > STDERR_FILENO)
		close(null);
	return done;
}

static int32_t move_result_fd(int32_t fd)
{
	const int moved = fcntl(fd, F_DUPFD_CLOEXEC, RESULT_FD_MIN);
	if (moved >= 0)
		close(fd);
	return moved;
}

int32_t isolate(int32_t fd)
{
	const struct rlimit no_core = {0, 0};
	setrlimit(RLIMIT_CORE, &no_core);
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	setenv("QT_QPA_PLATFORM", "offscreen", 1); /* else Qt aborts in plugins that start it */
	if (getpgrp() != getpid() && setpgid(0, 0) != 0)
		return -1;
	const int32_t moved = move_result_fd(fd);
	if (moved < 0 || !redirect(STDIN_FILENO, O_RDONLY) || !redirect(STDOUT_FILENO, O_WRONLY))
		return -1;
	return guard(moved) == 0 ? moved : -1;
}
