/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making the calling thread the audio thread: name, real-time scheduling, signals.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "audio.h"

/* Low among the real-time priorities: above everything ordinary, below the sound server and the DAW's own threads (its
   cycle runs at 18). */
#define AUDIO_PRIORITY 5
/* CPU time that a real-time thread may use without waiting for anything. */
#define REALTIME_US_MAX 200000u

static void on_interrupt(int signal)
{
	(void)signal; /* interrupting read(2) is all it does */
}

/* Sent to the thread that has used up its time. The kernel would kill the whole process next, if a plugin does not
 * return; without real-time scheduling it has time, and the watch takes over. */
static void on_time_limit(int signal)
{
	const struct sched_param normal = {0};
	(void)signal;
	sched_setscheduler(audio.thread_id, SCHED_OTHER | SCHED_RESET_ON_FORK, &normal);
	log_line("A block takes too much CPU time: the audio thread has lost its real-time scheduling");
}

static int32_t set_signals(void)
{
	struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: read(2) must return */
	const struct sigaction limit = {.sa_handler = on_time_limit, .sa_flags = SA_RESTART | SA_ONSTACK};
	if (sigaction(AUDIO_INTERRUPT_SIGNAL, &action, NULL) != 0 || sigaction(SIGXCPU, &limit, NULL) != 0)
		return -errno;
	return audio_mask_set();
}

/* A block that never ends must not occupy a core, and the watch with it. */
static void limit_time(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_RTTIME, &limit) != 0 || limit.rlim_cur <= REALTIME_US_MAX)
		return;
	limit.rlim_cur = REALTIME_US_MAX < limit.rlim_max ? REALTIME_US_MAX : limit.rlim_max;
	setrlimit(RLIMIT_RTTIME, &limit);
}

/* If all of this fails, the thread runs with ordinary scheduling. */
static void set_scheduling(void)
{
	const struct sched_param parameter = {.sched_priority = AUDIO_PRIORITY};
	/* Reset on fork: a program that the plugin starts must not run with real-time priority. */
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) == 0)
		limit_time();
	else
		rtkit_make_realtime(audio.thread_id, AUDIO_PRIORITY);
}

int32_t audio_enter(void)
{
	audio.thread_id = (pid_t)syscall(SYS_gettid);
	atomic_store(&audio.shared->thread_id, audio.thread_id);
	prctl(PR_SET_NAME, "maolan-audio");
	delay_open();
	prctl(PR_SET_TIMERSLACK, 1); /* a signal only shortens the pause */
	int32_t error = set_signals();
	if (error >= 0)
		error = audio.hooks->enter();
	if (error >= 0)
		set_scheduling();
	return error;
}
