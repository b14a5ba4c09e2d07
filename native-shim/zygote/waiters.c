/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The engine's worker threads wait at a condition variable. A fork does not have these threads, but the variable still
 * counts them: after a few signals pthread_cond_signal waits forever for them to leave (glibc up to 2.40), and Node 20
 * signals in each full collection. So a fork initializes such variables again.
 *
 * /proc shows the word at which a thread sleeps. Where that word lies in a condition variable differs from one glibc to
 * the next, so a thread of our own, waiting at a variable of our own, shows it first.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

#define WAITERS_MAX 64
#define LINE_BYTES 256
#define PATH_BYTES 320
#define SETTLE_TRIES 1000
#define SETTLE_NS 1000000L
/* The waiter's word is one of two, according to its group. */
#define WORDS_MASK (2 * sizeof(uint32_t) - 1)
#define FUTEX_COMMAND_MASK 0x7f
#define FUTEX_WAIT_BITSET 9 /* a condition variable's wait; a mutex has another one */

static uintptr_t variables[WAITERS_MAX]; /* one entry for each waiter */
static size_t waiter_count;

/* ---- what the kernel shows ---- */

/* Returns false if the thread runs. *word: at which it waits; 0 if not at a condition variable. */
static bool sleeps(const char *thread, uintptr_t *word)
{
	char path[PATH_BYTES], line[LINE_BYTES] = "";
	snprintf(path, sizeof path, "/proc/self/task/%s/syscall", thread);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t got = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;
	if (fd >= 0)
		close(fd);
	long call;
	unsigned long at, operation;
	*word = 0;
	if (got > 0 && sscanf(line, "%ld 0x%lx 0x%lx", &call, &at, &operation) == 3 && call == SYS_futex &&
	    (operation & FUTEX_COMMAND_MASK) == FUTEX_WAIT_BITSET)
		*word = at & ~WORDS_MASK;
	return got > 0 && strncmp(line, "running", strlen("running")) != 0;
}

/* Returns false if a thread other than this one runs, or cannot be seen. */
static bool look_once(void)
{
	DIR *threads = opendir("/proc/self/task");
	if (threads == NULL)
		return false;
	const pid_t self = (pid_t)syscall(SYS_gettid);
	bool all_sleep = true;
	waiter_count = 0;
	for (const struct dirent *entry; (entry = readdir(threads)) != NULL;) {
		const long thread = strtol(entry->d_name, NULL, 10);
		if (thread <= 0 || thread == self)
			continue;
		uintptr_t word;
		all_sleep = sleeps(entry->d_name, &word) && all_sleep;
		if (word != 0 && waiter_count < WAITERS_MAX)
			variables[waiter_count++] = word;
	}
	closedir(threads);
	return all_sleep;
}

/* Returns false if they do not come to rest. */
static bool look(void)
{
	const struct timespec pause = {0, SETTLE_NS};
	for (int i = 0; i < SETTLE_TRIES; i++) {
		if (look_once())
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* ---- the waiter of our own ---- */

static struct {
	pthread_mutex_t lock;
	pthread_cond_t variable;
	bool may_end;
} own = {.lock = PTHREAD_MUTEX_INITIALIZER, .variable = PTHREAD_COND_INITIALIZER};

static void *wait_for_end(void *unused)
{
	pthread_mutex_lock(&own.lock);
	while (!own.may_end)
		pthread_cond_wait(&own.variable, &own.lock);
	pthread_mutex_unlock(&own.lock);
	return unused;
}

static void end_wait(void)
{
	pthread_mutex_lock(&own.lock);
	own.may_end = true;
	pthread_cond_signal(&own.variable);
	pthread_mutex_unlock(&own.lock);
}

/* The place of the words in a condition variable; -1: cannot be seen. */
static int place_of_words(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, wait_for_end, NULL) != 0)
		return -1;
	int place = -1;
	const bool all_sleep = look();
	for (size_t i = 0; i < waiter_count && all_sleep; i++) {
		const uintptr_t offset = variables[i] - (uintptr_t)&own.variable;
		if (offset < sizeof own.variable)
			place = (int)offset;
	}
	end_wait();
	pthread_join(thread, NULL);
	return place;
}

/* ---- before and after a fork ---- */

bool waiters_find(void)
{
	static int place = -1;
	if (place < 0)
		place = place_of_words();
	if (place < 0 || !look())
		return false;
	for (size_t i = 0; i < waiter_count; i++)
		variables[i] -= (uintptr_t)place;
	return true;
}

/* A single thread may as well sleep at a semaphore. */
static bool is_waited_for_by_others(size_t which)
{
	for (size_t i = 0; i < waiter_count; i++)
		if (i != which && variables[i] == variables[which])
			return true;
	return false;
}

void waiters_forget(void)
{
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* as libuv does */
	for (size_t i = 0; i < waiter_count; i++)
		if (is_waited_for_by_others(i))
			pthread_cond_init((pthread_cond_t *)variables[i], &attributes); // NOLINT(performance-no-int-to-ptr)
	pthread_condattr_destroy(&attributes);
}
