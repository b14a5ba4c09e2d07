/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts and ends the host process. It gets the pipe ends, the record, the segment and the write end of the link by
 * number; everything else is closed on exec.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../zygote/request.h"
#include "supervisor.h"
#include "zygote.h"

static void keep(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, 0);
}

/* Crashes are common here, and a core dump delays the exit of a process by seconds. They are written only if the user
 * asked for them. */
static void limit_core_dumps(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max == 0)
		return;
	limit.rlim_cur = 1; /* 0 stops files only, not programs that take dumps */
	setrlimit(RLIMIT_CORE, &limit);
}

void host_restore_priority(void)
{
	setpriority(PRIO_PROCESS, 0, supervisor.nice); /* real-time scheduling ends with 0 in a child */
}

_Noreturn static void become_host(int link_fd, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a killed supervisor leaves nothing behind */
	if (getppid() != parent)
		_exit(127);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	host_restore_priority();
	limit_core_dumps();
	keep(link_fd);
	keep(supervisor.record_fd);
	keep(supervisor.segment_fd);
	become_node(supervisor.arguments);
	say_no_node(supervisor.arguments[0]);
	_exit(127);
}

/* For a process that has the descriptors under these numbers. */
static void write_words(int record_fd, int segment_fd, int link_fd)
{
	uint32_t *words = supervisor.words;
	words[RECORD_SEGMENT_FD] = (uint32_t)(segment_fd + 1);
	words[RECORD_LINK_FD] = (uint32_t)(link_fd + 1);
	for (uint32_t i = 0; i < RECORD_FIRST_OWN; i++)
		record_set(supervisor.record, (enum record_word)i, words[i]);
	/* Clears what the previous process wrote for us; what it wrote for the next one stays. */
	static const enum record_word ours[] = {
	    RECORD_IS_ARMED, RECORD_INTENDED_END, RECORD_FINAL_REPORT, RECORD_ERROR_CODE, RECORD_NOTED, RECORD_NOTED_MS};
	for (unsigned i = 0; i < sizeof ours / sizeof ours[0]; i++)
		record_set(supervisor.record, ours[i], 0);
	atomic_store(&supervisor.shared->wants, 0);
	atomic_store(&supervisor.shared->suspended, 0);
	atomic_store(&supervisor.shared->sleepers, 0);
	atomic_store(&supervisor.shared->asks_hang, 0);
	atomic_store(&supervisor.shared->thread_id, 0);
	char number[16];
	snprintf(number, sizeof number, "%d", record_fd);
	setenv("MAOLAN_RECOVERY_FD", number, 1);
}

int host_start_node(int link_fd)
{
	write_words(supervisor.record_fd, supervisor.segment_fd, link_fd);
	const pid_t parent = getpid();
	reap_keep(-1);
	const pid_t host = fork();
	if (host == 0)
		become_host(link_fd, parent);
	const int error = errno;
	close(link_fd);
	reap_keep(host < 0 ? 0 : host);
	if (host < 0) {
		events_close(&supervisor.link_fd);
		return -error;
	}
	supervisor.host = host;
	return 0;
}

int host_start(void)
{
	int link[2];
	if (pipe2(link, O_CLOEXEC | O_NONBLOCK) != 0)
		return -errno;
	supervisor.link_fd = link[0];
	events_watch(link[0]);
	write_words(HOST_FD_RECORD, HOST_FD_SEGMENT, HOST_FD_LINK);
	return zygote_ask(link[1]) ? 0 : host_start_node(link[1]);
}

void host_kill(void)
{
	if (zygote_has_host())
		zygote_kill_host();
	else if (supervisor.host > 0)
		kill(supervisor.host, SIGKILL);
}

#define PF_EXITING 4u      /* of the kernel's flags */
#define SIGKILL_BIT 0x100u /* of a set of signals */

static unsigned long pending_signals(void)
{
	char path[64], line[128];
	unsigned long signals = 0;
	snprintf(path, sizeof path, "/proc/%d/status", (int)supervisor.host);
	FILE *status = fopen(path, "re");
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		if (sscanf(line, "SigPnd: %lx", &signals) == 1)
			break;
	if (status != NULL)
		fclose(status);
	return signals;
}

static unsigned flags(void)
{
	char path[64], text[512];
	unsigned value = PF_EXITING;
	snprintf(path, sizeof path, "/proc/%d/stat", (int)supervisor.host);
	FILE *stat = fopen(path, "re");
	const size_t length = stat != NULL ? fread(text, 1, sizeof text - 1, stat) : 0;
	if (stat != NULL)
		fclose(stat);
	text[length] = '\0';
	const char *behind_name = strrchr(text, ')');
	if (behind_name != NULL)
		sscanf(behind_name + 1, " %*c %*d %*d %*d %*d %*d %u", &value);
	return value;
}

bool host_is_ending(void)
{
	return supervisor.host == 0 || (flags() & PF_EXITING) != 0 || (pending_signals() & SIGKILL_BIT) != 0;
}

void host_clean_up(void)
{
	supervisor.host = 0;
	events_close(&supervisor.link_fd);
	zygote_reap_host();
	reap_children();
}
