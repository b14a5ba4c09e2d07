/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Children of a thread that ends before they do. A thread of a program (a worker of Node.js) may be terminated at any
 * moment: the event loop that would have taken the status of its children is gone then, and they would be zombies until
 * the program ends. So at the end of such a thread another one waits for them, and ends those that do not leave: a
 * runtime that keeps the thread's files open (Bun) does not let them know that it is gone.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "os.h"
#include "small-thread.h"

/* A child that does not leave is killed: as long as the library's close() waits for one. */
#define LEAVE_MS 5000
#define PAUSE_MS 20

struct child {
	struct child *next;
	pid_t pid;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int key_error;

/* Whether it has ended. */
static bool take_status(pid_t pid, int flags)
{
	pid_t taken = 0;
	while ((taken = waitpid(pid, NULL, flags)) < 0 && errno == EINTR)
		;
	return taken != 0;
}

static void *see_off(void *argument)
{
	struct child *child = argument;
	const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
	bool ended = false;
	for (int waited = 0; !(ended = take_status(child->pid, WNOHANG)) && waited < LEAVE_MS; waited += PAUSE_MS)
		nanosleep(&pause, NULL);
	if (!ended) {
		kill(child->pid, SIGKILL);
		take_status(child->pid, 0);
	}
	free(child);
	return NULL;
}

/* The calling thread ends. Each child gets a thread: one may take long to leave. */
static void thread_ends(void *first)
{
	for (struct child *child = first, *next; child != NULL; child = next) {
		next = child->next;
		child->next = NULL;
		if (small_thread_start(see_off, child) != 0)
			free(child);
	}
}

static void make_key(void)
{
	key_error = pthread_key_create(&key, thread_ends);
}

int32_t child_started(int32_t pid)
{
	pthread_once(&once, make_key);
	struct child *child = key_error == 0 ? malloc(sizeof *child) : NULL;
	if (child == NULL)
		return key_error != 0 ? -key_error : -ENOMEM;
	*child = (struct child){.next = pthread_getspecific(key), .pid = pid};
	return -pthread_setspecific(key, child);
}

int32_t child_ended(int32_t pid)
{
	pthread_once(&once, make_key);
	struct child *first = key_error == 0 ? pthread_getspecific(key) : NULL;
	for (struct child **place = &first; *place != NULL; place = &(*place)->next) {
		struct child *child = *place;
		if (child->pid != pid)
			continue;
		*place = child->next;
		free(child);
		return -pthread_setspecific(key, first);
	}
	return -ESRCH;
}
