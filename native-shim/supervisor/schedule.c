/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The supervisor's scheduling: real-time, because it answers blocks while another process starts; with a limit, because
 * a real-time thread that never sleeps stops everything else on its processor.
 */
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "supervisor.h"

#define AUDIO_PRIORITY 5 /* audio/enter.c */
/* CPU time without a wait for anything: as in audio/enter.c, since the host process inherits it. */
#define REALTIME_US_MAX 200000u

/* Only a fault of ours comes here. It must cost no more than its own processor time. */
static void on_time_limit(int number)
{
	const struct sched_param ordinary = {0};
	(void)number;
	sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &ordinary);
	supervisor_say("[plugin-host] The supervisor takes too much CPU time: it has lost its real-time scheduling\n");
}

static void limit_time(void)
{
	const struct sigaction action = {.sa_handler = on_time_limit, .sa_flags = SA_RESTART};
	struct rlimit limit;
	if (getrlimit(RLIMIT_RTTIME, &limit) != 0 || sigaction(SIGXCPU, &action, NULL) != 0 ||
	    limit.rlim_cur <= REALTIME_US_MAX)
		return;
	limit.rlim_cur = REALTIME_US_MAX < limit.rlim_max ? REALTIME_US_MAX : limit.rlim_max;
	setrlimit(RLIMIT_RTTIME, &limit);
}

void schedule_begin(void)
{
	const struct sched_param parameter = {.sched_priority = AUDIO_PRIORITY};
	supervisor.nice = getpriority(PRIO_PROCESS, 0);
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) == 0)
		limit_time();
	prctl(PR_SET_TIMERSLACK, 1);
}
