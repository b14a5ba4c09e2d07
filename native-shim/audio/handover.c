/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two words; the thread that changes one posts the other thread's semaphore. Once its cycle has begun, the audio
 * thread only posts and never waits.
 */
#include "handover.h"

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static struct {
	_Atomic int has_plugin;
	_Atomic int suspended;
	sem_t to_audio;
	sem_t to_main;
	sem_t begun;
} handover;

static struct timespec from_now(uint32_t ms)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += (long)(ms % 1000) * 1000000;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

/* 0 or -ETIMEDOUT. */
static int wait_for(sem_t *semaphore, const struct timespec *until)
{
	while (sem_clockwait(semaphore, CLOCK_MONOTONIC, until) != 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

void handover_init(void)
{
	sem_init(&handover.to_audio, 0, 0);
	sem_init(&handover.to_main, 0, 0);
	sem_init(&handover.begun, 0, 0);
}

void handover_wait_for_plugin(void)
{
	while (!atomic_load(&handover.has_plugin))
		sem_wait(&handover.to_audio);
}

void handover_set_suspended(bool suspended)
{
	atomic_store(&handover.suspended, suspended);
	sem_post(&handover.to_main);
}

void handover_set_begun(void)
{
	sem_post(&handover.begun);
}

void handover_wait_until_begun(void)
{
	while (sem_wait(&handover.begun) != 0 && errno == EINTR)
		;
}

bool handover_give_plugin(void)
{
	if (atomic_exchange(&handover.has_plugin, 1))
		return false;
	sem_post(&handover.to_audio);
	return true;
}

int32_t handover_wait_until_suspended(int32_t timeout_ms)
{
	const struct timespec until = from_now((uint32_t)timeout_ms);
	while (!atomic_load(&handover.suspended))
		if (wait_for(&handover.to_main, &until) != 0)
			return -ETIMEDOUT;
	return 0;
}
