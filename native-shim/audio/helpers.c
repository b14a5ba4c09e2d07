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
/* A thread that computes for longer does not work for blocks. */
#define RAN_NS_MAX UINT64_C(3000000000)
#define WAIT_MS_MAX 20000

/* Files of a thread, open as long as it is watched; reading one that has ended fails. */
struct helper {
	int stat_fd;
	int schedstat_fd;
	_Atomic bool is_left; /* it is not waited for */
};
static struct helper helpers[THREADS_MAX];
static _Atomic uint32_t helper_count;

static int open_of(int32_t thread_id, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/task/%" PRId32 "/%s", thread_id, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void forget_all(void)
{
	const uint32_t count = atomic_exchange(&helper_count, 0);
	for (uint32_t i = 0; i < count; i++) {
		close(helpers[i].stat_fd);
		close(helpers[i].schedstat_fd);
	}
}

void audio_watch_thread(int32_t thread_id)
{
	const uint32_t count = atomic_load(&helper_count);
	if (thread_id == 0) {
		forget_all();
	} else if (count < THREADS_MAX) {
		struct helper *helper = &helpers[count];
		helper->stat_fd = open_of(thread_id, "stat");
		helper->schedstat_fd = open_of(thread_id, "schedstat");
		atomic_store(&helper->is_left, false);
		atomic_store(&helper_count, count + 1);
	}
}

static bool read_start(int fd, char *text, size_t size)
{
	const ssize_t bytes = pread(fd, text, size - 1, 0);
	text[bytes > 0 ? bytes : 0] = '\0';
	return bytes > 0;
}

/* Running, ready to run, or waiting for a disk. */
static bool is_at_work(struct helper *helper)
{
	char text[128];
	if (atomic_load(&helper->is_left) || !read_start(helper->stat_fd, text, sizeof(text)))
		return false;
	const char *name_end = strrchr(text, ')');
	return name_end && (strncmp(name_end, ") R", 3) == 0 || strncmp(name_end, ") D", 3) == 0);
}

/* Nanoseconds on a processor. */
static uint64_t time_of(const struct helper *helper)
{
	char text[64];
	return read_start(helper->schedstat_fd, text, sizeof(text)) ? strtoull(text, NULL, 10) : 0;
}

static void wait_for(struct helper *helper)
{
	if (!is_at_work(helper))
		return;
	const uint64_t ran = time_of(helper);
	const uint32_t start = clock_ms();
	do {
		nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
		const bool is_too_long = time_of(helper) - ran > RAN_NS_MAX || clock_ms() - start > WAIT_MS_MAX;
		atomic_store(&helper->is_left, is_too_long);
	} while (is_at_work(helper));
}

static bool all_are_idle(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (is_at_work(&helpers[i]))
			return false;
	return true;
}

void helpers_wait(void)
{
	const uint32_t count = atomic_load(&helper_count);
	bool idle = count == 0;
	while (!idle) {
		for (uint32_t i = 0; i < count; i++)
			wait_for(&helpers[i]);
		idle = all_are_idle(count); /* one may have woken another between two looks */
	}
}
