/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offline, a block is over when the plugin's own threads have done what it gave them: a convolver's threads for the
 * longer partitions, or a sampler's that reads from the disk, have the time of a block in real time, and would be late
 * here. In real time the list is empty.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../os/clock.h"
#include "audio.h"

#define THREADS_MAX 64
#define LOOK_NS 50000
/* One thread may have woken another between two looks. */
#define QUIET_LOOKS 2
/* A thread that computes for longer does not work for blocks. */
#define RAN_NS_MAX UINT64_C(3000000000)
#define WAIT_MS_MAX 20000

static _Atomic int32_t threads[THREADS_MAX];
static _Atomic uint32_t thread_count;

void audio_watch_thread(int32_t thread_id)
{
	const uint32_t count = atomic_load(&thread_count);
	if (thread_id == 0) {
		atomic_store(&thread_count, 0);
	} else if (count < THREADS_MAX) {
		atomic_store(&threads[count], thread_id);
		atomic_store(&thread_count, count + 1);
	}
}

/* The beginning of a file in the thread's folder; false if the thread has ended. */
static bool read_of(int32_t thread_id, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/task/%" PRId32 "/%s", thread_id, name);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t bytes = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[bytes > 0 ? bytes : 0] = '\0';
	return bytes > 0;
}

/* Running, ready to run, or waiting for a disk. */
static bool is_at_work(int32_t thread_id)
{
	char text[128];
	if (thread_id == 0 || !read_of(thread_id, "stat", text, sizeof(text)))
		return false;
	const char *name_end = strrchr(text, ')');
	return name_end && (strncmp(name_end, ") R", 3) == 0 || strncmp(name_end, ") D", 3) == 0);
}

/* Nanoseconds on a processor. */
static uint64_t time_of(int32_t thread_id)
{
	char text[64];
	return read_of(thread_id, "schedstat", text, sizeof(text)) ? strtoull(text, NULL, 10) : 0;
}

static void wait_for(_Atomic int32_t *thread)
{
	const int32_t id = atomic_load(thread);
	if (!is_at_work(id))
		return;
	const uint64_t ran = time_of(id);
	const uint32_t start = clock_ms();
	do {
		nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
		if (time_of(id) - ran > RAN_NS_MAX || clock_ms() - start > WAIT_MS_MAX) {
			atomic_store(thread, 0);
			return;
		}
	} while (is_at_work(id));
}

static bool all_are_idle(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (is_at_work(atomic_load(&threads[i])))
			return false;
	return true;
}

void helpers_wait(void)
{
	const uint32_t count = atomic_load(&thread_count);
	for (int quiet = 0; count > 0 && quiet < QUIET_LOOKS; quiet = all_are_idle(count) ? quiet + 1 : 0)
		for (uint32_t i = 0; i < count; i++)
			wait_for(&threads[i]);
}
