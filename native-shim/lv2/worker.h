/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The LV2 worker: what a plugin schedules in run() runs on a separate thread, and the responses are delivered after a
 * later run(). If scheduled from anywhere else (restore, activate, before the audio runs), it is done immediately on
 * the calling thread.
 */
#ifndef MAOLAN_LV2_WORKER_H
#define MAOLAN_LV2_WORKER_H

#include <lv2/worker/worker.h>
#include <stdbool.h>
#include <stdint.h>

struct worker;

/* [main-thread] Created before the plugin, because instantiate() gets the schedule feature. NULL when out of memory. */
struct worker *worker_new(void);
/* [main-thread] Stops it first. NULL is allowed. */
void worker_free(struct worker *worker);
/* [main-thread] The plugin exists and has a worker interface: work can be scheduled from now on. */
void worker_attach(struct worker *worker, const LV2_Worker_Interface *interface, LV2_Handle handle);

/* [main-thread] Start and stop the thread. Stopping finishes all accepted work and delivers the answers, so the audio
   thread must not be in process. */
bool worker_start(struct worker *worker);
void worker_stop(struct worker *worker);
/* [main-thread] Deliver the pending answers in place of the audio thread, which must not be in process. */
void worker_deliver(struct worker *worker);

/* [main-thread] Before the first run: makes worker_end_run wait until all work that run() scheduled is done, including
   what the answers schedule, and so on. */
void worker_set_offline(struct worker *worker);
/* [any-thread] Whether the plugin has a worker, so that run() may schedule jobs. */
bool worker_is_used(const struct worker *worker);
/* [any-thread] Number of jobs that run() has scheduled so far. */
uint32_t worker_scheduled(const struct worker *worker);

/* [audio-thread] Call these around each run(): they identify the caller for schedule, and deliver answers in order,
   then call end_run. */
void worker_begin_run(struct worker *worker);
void worker_end_run(struct worker *worker);

/* [any-thread] The function of LV2_Worker_Schedule; the handle is the worker. ERR_NO_SPACE if the ring is full. */
LV2_Worker_Status worker_schedule(LV2_Worker_Schedule_Handle handle, uint32_t bytes, const void *data);

#endif
