/* SPDX-License-Identifier: BSD-2-Clause */
/* Implements the LV2 worker: schedule, work, respond (lv2/worker). */
#include "worker.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "ring.h"

#define RING_BYTES 65536u
#define ROUNDS_MAX 4096u

struct worker {
	const LV2_Worker_Interface *interface; /* NULL: nothing can be scheduled */
	LV2_Handle handle;

	struct ring *requests;  /* audio thread -> worker thread */
	struct ring *responses; /* holder of work_lock -> audio thread */
	void *request;          /* the worker thread's copy */
	void *response;         /* the audio thread's copy */

	/* work() must not run twice at the same time: the worker thread and the main thread's immediate work take turns.
	   The audio thread never takes it. Recursive, since work() may schedule work. */
	pthread_mutex_t work_lock;
	sem_t wake;
	pthread_t thread;
	bool running;
	atomic_bool stop;

	atomic_bool in_run; /* the audio thread is in run() */
	pthread_t audio_thread;

	bool offline;                /* the audio thread waits for its jobs */
	sem_t progress;              /* worker thread -> waiting audio thread: a job is done, or an answer has arrived */
	_Atomic uint32_t unfinished; /* jobs scheduled in run() and not finished */
	_Atomic uint32_t scheduled;  /* total number of jobs */
};

/* ---- main thread ---- */

static void init_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

struct worker *worker_new(void)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	if (!worker)
		return NULL;
	init_lock(&worker->work_lock);
	sem_init(&worker->wake, 0, 0);
	sem_init(&worker->progress, 0, 0);
	worker->requests = ring_new(RING_BYTES);
	worker->responses = ring_new(RING_BYTES);
	worker->request = malloc(RING_BYTES);
	worker->response = malloc(RING_BYTES);
	if (worker->requests && worker->responses && worker->request && worker->response)
		return worker;
	worker_free(worker);
	return NULL;
}

void worker_free(struct worker *worker)
{
	if (!worker)
		return;
	worker_stop(worker);
	sem_destroy(&worker->wake);
	sem_destroy(&worker->progress);
	pthread_mutex_destroy(&worker->work_lock);
	ring_free(worker->requests);
	ring_free(worker->responses);
	free(worker->request);
	free(worker->response);
	free(worker);
}

void worker_attach(struct worker *worker, const LV2_Worker_Interface *interface, LV2_Handle handle)
{
	worker->interface = interface;
	worker->handle = handle;
}

/* [worker thread] The audio thread waits in worker_end_run until this thread's job is done. */
static bool is_waited_for(const struct worker *worker)
{
	return worker->offline && worker->running && pthread_equal(worker->thread, pthread_self()) &&
	       atomic_load(&worker->in_run);
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t bytes, const void *data)
{
	struct worker *worker = handle;
	for (;;) {
		if (ring_write(worker->responses, data, bytes))
			return LV2_WORKER_SUCCESS;
		if (!is_waited_for(worker) || ring_waiting(worker->responses) == 0)
			return LV2_WORKER_ERR_NO_SPACE;
		/* The audio thread waits for this job, and makes room when it wakes. */
		sem_post(&worker->progress);
		sched_yield();
	}
}

/* [main-thread or worker thread] */
static LV2_Worker_Status work(struct worker *worker, uint32_t bytes, const void *data)
{
	pthread_mutex_lock(&worker->work_lock);
	const LV2_Worker_Status status = worker->interface->work(worker->handle, respond, worker, bytes, data);
	pthread_mutex_unlock(&worker->work_lock);
	return status;
}

static void *thread_main(void *argument)
{
	struct worker *worker = argument;
	uint32_t bytes;
	for (;;) {
		while (sem_wait(&worker->wake) != 0 && errno == EINTR)
			;
		/* Read before the ring is emptied: everything scheduled before the stop is still done. */
		const bool stop = atomic_load(&worker->stop);
		while (ring_read(worker->requests, worker->request, &bytes)) {
			work(worker, bytes, worker->request);
			atomic_fetch_sub(&worker->unfinished, 1);
			if (worker->offline)
				sem_post(&worker->progress);
		}
		if (stop)
			return NULL;
	}
}

bool worker_start(struct worker *worker)
{
	if (worker->running || !worker->interface)
		return true;
	/* Block signals, which other threads handle; except those of its own faults, which would otherwise end the process
	   without a report. */
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
	sigset_t all, before;
	sigfillset(&all);
	for (unsigned int i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	atomic_store(&worker->stop, false);
	worker->running = pthread_create(&worker->thread, NULL, thread_main, worker) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (worker->running)
		pthread_setname_np(worker->thread, "lv2-worker");
	return worker->running;
}

void worker_stop(struct worker *worker)
{
	if (!worker->running)
		return;
	atomic_store(&worker->stop, true);
	sem_post(&worker->wake);
	pthread_join(worker->thread, NULL);
	worker->running = false;
	worker_deliver(worker);
}

/* ---- audio thread, or main thread in its place ---- */

void worker_deliver(struct worker *worker)
{
	/* Only those pending now: an answer that makes the plugin schedule again must not keep this thread here forever. */
	uint32_t waiting = ring_waiting(worker->responses);
	uint32_t bytes;
	while (waiting > 0 && ring_read(worker->responses, worker->response, &bytes)) {
		waiting -= sizeof(bytes) + bytes;
		if (worker->interface->work_response)
			worker->interface->work_response(worker->handle, bytes, worker->response);
	}
}

void worker_begin_run(struct worker *worker)
{
	worker->audio_thread = pthread_self();
	atomic_store_explicit(&worker->in_run, true, memory_order_release);
}

bool worker_is_used(const struct worker *worker)
{
	return worker->interface != NULL;
}

void worker_set_offline(struct worker *worker)
{
	worker->offline = true;
}

uint32_t worker_scheduled(const struct worker *worker)
{
	return atomic_load(&worker->scheduled);
}

/* An answer may schedule the next job. Bounded, so that a plugin that keeps doing so does not stall the rendering. */
static void finish(struct worker *worker)
{
	for (uint32_t round = 0; round < ROUNDS_MAX && atomic_load(&worker->unfinished) > 0; round++) {
		while (sem_wait(&worker->progress) != 0 && errno == EINTR)
			;
		worker_deliver(worker);
	}
}

void worker_end_run(struct worker *worker)
{
	if (worker->offline && worker->running)
		finish(worker);
	worker_deliver(worker);
	if (worker->interface->end_run)
		worker->interface->end_run(worker->handle);
	atomic_store_explicit(&worker->in_run, false, memory_order_release);
}

LV2_Worker_Status worker_schedule(LV2_Worker_Schedule_Handle handle, uint32_t bytes, const void *data)
{
	struct worker *worker = handle;
	if (!worker->interface)
		return LV2_WORKER_ERR_UNKNOWN;
	const bool from_run = atomic_load_explicit(&worker->in_run, memory_order_acquire) &&
	                      pthread_equal(worker->audio_thread, pthread_self());
	if (!from_run)
		return work(worker, bytes, data);
	atomic_fetch_add(&worker->unfinished, 1);
	if (!ring_write(worker->requests, data, bytes)) {
		atomic_fetch_sub(&worker->unfinished, 1);
		return LV2_WORKER_ERR_NO_SPACE;
	}
	atomic_fetch_add(&worker->scheduled, 1);
	sem_post(&worker->wake);
	return LV2_WORKER_SUCCESS;
}
