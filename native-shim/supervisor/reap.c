/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Handles children that have ended. The supervisor may have real-time scheduling, and must not reap: the kernel
 * removes the child's entries from /proc, and a real-time thread that does so spins as long as an ordinary thread that
 * it keeps from running is in them. So it only looks, and a thread with ordinary scheduling reaps.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../os/children.h"
#include "supervisor.h"

/* What does not end after a SIGKILL in that time is stuck in the kernel. */
#define REAP_MS 2000

/* The host process, whose status was not read yet; -1: a child is just being started that may become it. */
static _Atomic pid_t kept;

static void reap_all(void)
{
	while (atomic_load(&kept) >= 0) {
		siginfo_t info = {0};
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
			return;
		if (info.si_pid == atomic_load(&kept)) /* its end is looked at, then we are called again */
			return;
		waitid(P_PID, (id_t)info.si_pid, &info, WEXITED | WNOHANG);
	}
}

bool reap_init(void)
{
	return ordinary_init(reap_all);
}

void reap_keep(pid_t host)
{
	atomic_store(&kept, host);
}

/* Like wait's status. */
static int status_of(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED ? info->si_status << 8 : info->si_status;
}

bool reap_has_ended(int *status)
{
	siginfo_t info = {0};
	const pid_t host = atomic_load(&kept);
	if (host > 0 && waitid(P_PID, (id_t)host, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == host) {
		*status = status_of(&info);
		atomic_store(&kept, 0);
		return true;
	}
	return false;
}

void reap_rest(void)
{
	ordinary_call();
}

/* ---- what the host process had started ---- */

static uint32_t reaping_ms; /* left */

void reap_children(void)
{
	reaping_ms = REAP_MS;
	reap_look();
}

void reap_look(void)
{
	/* They are our children now (PR_SET_CHILD_SUBREAPER). */
	if (reaping_ms > 0 && children_kill(supervisor.host) == 0)
		reaping_ms = 0;
}

bool reap_is_busy(void)
{
	return reaping_ms > 0;
}

void reap_tick(void)
{
	reaping_ms -= reaping_ms < SUPERVISOR_TICK_MS ? reaping_ms : SUPERVISOR_TICK_MS;
	reap_look();
}
