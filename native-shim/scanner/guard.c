/* SPDX-License-Identifier: BSD-2-Clause */
/* Waits for the scanning process and kills every process that it has started. */
#include "guard.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How many times, 1 ms apart, to check for children that do not end although they were killed: those in an
   uninterruptible system call, and those of another user. */
#define ROUNDS_MAX 2000

/* The parent of a process; -1 if the process is gone. */
static pid_t parent_of(pid_t pid)
{
	char path[64], text[512];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return -1;
	const size_t bytes = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[bytes] = '\0';
	/* "pid (name) state parent": the name may contain anything, but ends at the last parenthesis. */
	const char *end = strrchr(text, ')');
	int parent = -1;
	return end != NULL && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

static void kill_children(void)
{
	DIR *processes = opendir("/proc");
	if (processes == NULL)
		return;
	const pid_t self = getpid();
	for (const struct dirent *entry; (entry = readdir(processes)) != NULL;) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (parent_of(pid) == self)
			kill(pid, SIGKILL);
	}
	closedir(processes);
}

/* Children of a killed process become ours, so repeat until none are left. Keeps the child's own status. */
static void end_all(pid_t child, int *child_status)
{
	const struct timespec millisecond = {.tv_nsec = 1000000};
	for (int round = 0; round < ROUNDS_MAX; round++) {
		kill_children();
		int status;
		pid_t ended;
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
			if (ended == child)
				*child_status = status;
		}
		if (ended < 0 && errno == ECHILD)
			return;
		nanosleep(&millisecond, NULL);
	}
}

/* Whether the child has ended. Reaps other children on the way. */
static bool reap(pid_t child, int *child_status)
{
	int status;
	for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0;) {
		if (ended != child)
			continue;
		*child_status = status;
		return true;
	}
	return false;
}

/* Returns when the child has ended or has to be killed. */
static void wait_for(pid_t child, int signals, int32_t result, int *child_status)
{
	struct pollfd ends[2] = {{.fd = signals, .events = POLLIN}, {.fd = result}};
	for (;;) {
		if (poll(ends, 2, -1) < 0 && errno != EINTR)
			return;
		if (ends[1].revents != 0)
			return;
		struct signalfd_siginfo signal;
		if (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal && signal.ssi_signo != SIGCHLD)
			return;
		if (reap(child, child_status))
			return;
	}
}

_Noreturn static void end_as(int status)
{
	if (WIFSIGNALED(status)) {
		sigset_t none;
		signal(WTERMSIG(status), SIG_DFL);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		raise(WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}

/* Runs in the child. */
static int32_t become_guarded(pid_t guard, int signals, const sigset_t *mask)
{
	close(signals);
	setpgid(0, 0); /* signals that it sends to its group reach only itself */
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != guard)
		_exit(EXIT_FAILURE); /* the guard ended before prctl took effect */
	sigprocmask(SIG_SETMASK, mask, NULL);
	return 0;
}

int32_t guard(int32_t fd)
{
	sigset_t watched, before;
	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	sigaddset(&watched, SIGTERM);
	sigaddset(&watched, SIGINT);
	sigaddset(&watched, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &watched, &before) != 0)
		return -1;
	prctl(PR_SET_CHILD_SUBREAPER,
	    1); /* qemu-user lacks it; then processes that left both the group and their parent survive */
	const int signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0)
		return -1;
	const pid_t self = getpid();
	const pid_t child = fork();
	if (child < 0)
		return -1;
	if (child == 0)
		return become_guarded(self, signals, &before);
	int status = W_EXITCODE(EXIT_FAILURE, 0);
	wait_for(child, signals, fd, &status);
	end_all(child, &status);
	end_as(status);
}
