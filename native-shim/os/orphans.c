/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Children of a thread that ends before they do. A thread of a program (a worker of Node.js) may be terminated at any
 * moment: the event loop that would have taken the status of its children is gone then, and they would be zombies until
 * the program ends. So at the end of such a thread another one waits for them.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "os.h"
#include "small-thread.h"

struct child {
	struct child *next;
	pid_t pid;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int key_error;

static void *wait_for(void *first)
{
	for (struct child *child = first, *next; child != NULL; child = next) {
		next = child->next;
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
		free(child);
	}
	return NULL;
}

/* The calling thread ends. Each child gets a thread: one may take long to leave. */
static void thread_ends(void *first)
{
	for (struct child *child = first, *next; child != NULL; child = next) {
		next = child->next;
		child->next = NULL;
		if (small_thread_start(wait_for, child) != 0)
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
