/*
 * Making the calling thread the audio thread: name, real-time scheduling, signals.
 */
#include "audio.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Low among the real-time priorities: above everything ordinary, below the sound server and the DAW's own threads. */
#define AUDIO_PRIORITY 5

static void on_interrupt(int signal)
{
	(void)signal; /* it has done its work by ending read(2) */
}

/* The thread handles the interruption and its own faults; every other signal goes to threads that expect it. */
static int32_t set_signals(void)
{
	struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: read(2) shall end */
	if (sigaction(SIGRTMIN + 5, &action, NULL) != 0)
		return -errno;
	static const int open[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
	sigset_t blocked;
	sigfillset(&blocked);
	sigdelset(&blocked, SIGRTMIN + 5);
	for (unsigned i = 0; i < sizeof open / sizeof open[0]; i++)
		sigdelset(&blocked, open[i]);
	return pthread_sigmask(SIG_SETMASK, &blocked, NULL) == 0 ? 0 : -errno;
}

static int32_t set_scheduling(void)
{
	const struct sched_param parameter = {.sched_priority = AUDIO_PRIORITY};
	/* Reset on fork: a program that the plugin starts must not run with real-time priority. */
	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) == 0)
		return AUDIO_SCHEDULING_FIFO;
	if (rtkit_make_realtime(audio.thread_id, AUDIO_PRIORITY) == 0)
		return AUDIO_SCHEDULING_RTKIT;
	return AUDIO_SCHEDULING_NORMAL;
}

int32_t audio_enter(void *base, struct block *block)
{
	if (block->record_bytes != sizeof *block)
		return -EINVAL;
	audio.base = base;
	audio.block = block;
	audio.thread_id = (pid_t)syscall(SYS_gettid);
	prctl(PR_SET_NAME, "maolan-audio");
	const int32_t error = set_signals();
	return error < 0 ? error : set_scheduling();
}

void *audio_base(void)
{
	return audio.base;
}

struct block *audio_block(void)
{
	return audio.block;
}
