/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * While the DAW plays no blocks and the main thread has nothing to do, the watch and the supervisor sleep, so that an
 * idle plugin does not keep the processor awake. The audio thread wakes them with the first block (at the price of one
 * load in every block), the main thread with a call into the plugin, any thread with a command.
 */
#include <errno.h>
#include <semaphore.h>
#include <time.h>

#include "../audio/shared.h"
#include "process.h"

static sem_t woken;

static struct timespec from_now(uint32_t ms)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_nsec += (long)(ms % 1000) * 1000000L;
	time.tv_sec += (time_t)(ms / 1000) + time.tv_nsec / 1000000000L;
	time.tv_nsec %= 1000000000L;
	return time;
}

bool idle_sleep(bool (*is_idle)(void), uint32_t ms)
{
	struct audio_shared *shared = own_process.shared;
	if (shared == NULL)
		return true;
	const struct timespec until = from_now(ms);
	while (sem_trywait(&woken) == 0)
		; /* meant for an earlier sleep */
	atomic_fetch_or(&shared->sleepers, AUDIO_WATCH_SLEEPS);
	bool has_begun = !is_idle();
	while (!has_begun && sem_clockwait(&woken, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR)
		;
	has_begun |= (atomic_fetch_and(&shared->sleepers, ~(uint32_t)AUDIO_WATCH_SLEEPS) & AUDIO_WATCH_SLEEPS) == 0;
	return has_begun;
}

void idle_end(void)
{
	struct audio_shared *shared = own_process.shared;
	atomic_thread_fence(memory_order_seq_cst); /* what has begun is visible before this looks who sleeps */
	if (shared == NULL || atomic_load_explicit(&shared->sleepers, memory_order_relaxed) == 0)
		return;
	const uint32_t sleepers = atomic_exchange(&shared->sleepers, 0);
	if (sleepers & AUDIO_WATCH_SLEEPS)
		sem_post(&woken);
	if (sleepers & AUDIO_SUPERVISOR_SLEEPS)
		call_supervisor();
}
