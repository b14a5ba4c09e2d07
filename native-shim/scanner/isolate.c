#include "isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define RESULT_FD_MIN 100
#define WATCH_STACK_BYTES 65536u

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

/* Ends when the other end of the result pipe is closed: nobody waits for this scan any more. */
static void *watch(void *argument)
{
	struct pollfd result = {.fd = *(const int32_t *)argument, .events = 0};
	while (poll(&result, 1, -1) < 0 && errno == EINTR) {
	}
	kill(0, SIGKILL); /* the whole group, this process included */
	return NULL;
}

/* A thread rather than the kernel's signal for a parent's death: that one would kill this process alone, and not what
   the plugin has started. */
static bool start_watch(int32_t fd)
{
	static int32_t watched;
	watched = fd;
	pthread_t thread;
	pthread_attr_t attributes;
	sigset_t all, before;
	if (pthread_attr_init(&attributes) != 0)
		return false;
	pthread_attr_setstacksize(&attributes, WATCH_STACK_BYTES);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are for the plugin's thread */
	const int error = pthread_create(&thread, &attributes, watch, &watched);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return error == 0;
}

int32_t isolate(int32_t fd)
{
	const struct rlimit no_core = {0, 0};
	setrlimit(RLIMIT_CORE, &no_core);
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	if (getpgrp() != getpid() && setpgid(0, 0) != 0)
		return -1;
	const int32_t moved = move_result_fd(fd);
	if (moved < 0 || !redirect(STDIN_FILENO, O_RDONLY) || !redirect(STDOUT_FILENO, O_WRONLY))
		return -1;
	if (!start_watch(moved))
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return moved;
}
