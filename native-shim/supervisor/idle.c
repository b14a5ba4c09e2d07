/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timer of the supervisor's checks: twice a second, and much less often while nothing happens. Then the host
 * process wakes this one by a byte in the link as soon as something begins (recovery/idle.c), and the kernel by SIGCHLD
 * if the DAW exits.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "supervisor.h"

#define IDLE_TICKS 4
/* A byte in the link may be lost: plugin code can close descriptors. */
#define IDLE_MS 4000

static int timer_fd = -1;
static bool sleeps;

static bool set_period(long ms)
{
	const struct timespec period = {ms / 1000, ms % 1000 * 1000000L};
	return timerfd_settime(timer_fd, 0, &(struct itimerspec){period, period}, NULL) == 0;
}

bool idle_init(void)
{
	timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	prctl(PR_SET_PDEATHSIG, SIGCHLD);
	return events_watch(timer_fd) && set_period(SUPERVISOR_TICK_MS);
}

bool idle_is_tick(int fd)
{
	uint64_t times;
	return fd == timer_fd && read(timer_fd, &times, sizeof times) > 0;
}

/* The plugin is loaded, and neither it nor the DAW does anything. */
static bool is_idle(void)
{
	const struct record *record = supervisor.record;
	const struct audio_shared *shared = supervisor.shared;
	return !supervisor.answers && supervisor.host != 0 && supervisor.link_fd >= 0 && !reap_is_busy() &&
	       getppid() == supervisor.daw && atomic_load(&shared->waiting) != 0 && atomic_load(&shared->wants) == 0 &&
	       record_get(record, RECORD_PHASE) == RECOVERY_IDLE && record_get(record, RECORD_REQUEST_TYPE) == 0 &&
	       record_get(record, RECORD_NOTED) == 0;
}

/* Consecutive ticks without an event of the audio thread. */
static int count_idle(void)
{
	static uint32_t cycles;
	static int ticks;
	const uint32_t now = atomic_load_explicit(&supervisor.shared->cycles, memory_order_relaxed);
	ticks = is_idle() && now == cycles ? ticks + 1 : 0;
	cycles = now;
	return ticks;
}

void idle_look(void)
{
	const int ticks = count_idle();
	if (ticks == 0)
		idle_end();
	if (ticks < IDLE_TICKS)
		return;
	if (!sleeps)
		set_period(IDLE_MS);
	sleeps = true;
	atomic_fetch_or(&supervisor.shared->sleepers, AUDIO_SUPERVISOR_SLEEPS);
	if (!is_idle())
		idle_end();
}

void idle_end(void)
{
	if (!sleeps)
		return;
	sleeps = false;
	atomic_fetch_and(&supervisor.shared->sleepers, ~(uint32_t)AUDIO_SUPERVISOR_SLEEPS);
	set_period(SUPERVISOR_TICK_MS);
}
