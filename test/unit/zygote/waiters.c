/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that take work from a queue, as an engine's do, and forks that go on to signal at it.
 *
 *   waiters <rounds> [keep]
 *
 * Prints in how many rounds the fork got stuck. keep: it leaves the condition variable as it is.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"

enum { THREADS = 4, SIGNALS_MAX = 9, SIGNALS_OF_FORK = 64, STUCK_S = 2 };

static struct {
	pthread_mutex_t lock;
	pthread_cond_t has_work;
	int work;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .has_work = PTHREAD_COND_INITIALIZER};

_Noreturn static void *take_work(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&queue.lock);
	for (;;) {
		while (queue.work == 0)
			pthread_cond_wait(&queue.has_work, &queue.lock);
		queue.work--;
	}
}

static void add_work(void)
{
	pthread_mutex_lock(&queue.lock);
	queue.work++;
	pthread_cond_signal(&queue.has_work);
	pthread_mutex_unlock(&queue.lock);
}

/* Returns true if the fork ends by itself. */
static bool signals_in_fork(bool keeps)
{
	if (!waiters_find()) {
		fputs("waiters: the threads do not come to rest\n", stderr);
		exit(EXIT_FAILURE);
	}
	const pid_t child = fork();
	if (child == 0) {
		alarm(STUCK_S);
		if (!keeps)
			waiters_forget();
		for (int i = 0; i < SIGNALS_OF_FORK; i++)
			add_work();
		_exit(EXIT_SUCCESS);
	}
	int status;
	return waitpid(child, &status, 0) == child && status == 0;
}

int main(int argc, char **argv)
{
	const long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	const bool keeps = argc > 2 && strcmp(argv[2], "keep") == 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, take_work, NULL) != 0)
			return EXIT_FAILURE;
	}
	int stuck = 0;
	for (long round = 0; round < rounds; round++) {
		for (long i = 0; i < round % SIGNALS_MAX; i++)
			add_work();
		stuck += !signals_in_fork(keeps);
	}
	printf("%d\n", stuck);
	return EXIT_SUCCESS;
}
