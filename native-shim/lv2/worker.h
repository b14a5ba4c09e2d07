/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The LV2 worker: what a plugin schedules in run() runs on a separate thread, and the responses come back after a
 * later run(). Scheduled from anywhere else (restore, activate, before the audio runs) it is done at once on the
 * calling thread.
 */
#ifndef MAOLAN_LV2_WORKER_H
#define MAOLAN_LV2_WORKER_H

#include <lv2/worker/worker.h>
#include <stdbool.h>
#include <stdint.h>

struct worker;

/* [main-thread] Exists before the plugin does, because the schedule feature is handed to instantiate(). NULL when out
 * of memory. */
struct worker *worker_new(void);
/* [main-thread] Stops it first. NULL is allowed. */
void worker_free(struct worker *worker);
/* [main-thread] The plugin exists and has a worker interface: from now on work can be scheduled. */
void worker_attach(struct worker *worker, const LV2_Worker_Interface *interface, LV2_Handle handle);

/* [main-thread] Thread up and down. Stopping does all work that was accepted and delivers the answers, so the audio
   thread must not be in process. */
bool worker_start(struct worker *worker);
void worker_stop(struct worker *worker);
/* [main-thread] Deliver the answers that wait, in place of the audio thread, which must not be in process. */
void worker_deliver(struct worker *worker);

/* [main-thread] Before the first run: worker_end_run waits until all that run() scheduled is done, and what the answers
   scheduled, and so on. */
void worker_set_offline(struct worker *worker);
/* [any-thread] The plugin has a worker: run() may schedule jobs. */
bool worker_is_used(const struct worker *worker);
/* [any-thread] How many jobs run() has scheduled so far. */
uint32_t worker_scheduled(const struct worker *worker);

/* [audio-thread] Around each run(): tells schedule who calls; delivers answers in order, then end_run. */
void worker_begin_run(struct worker *worker);
void worker_end_run(struct worker *worker);

/* [any-thread] LV2_Worker_Schedule's function; the handle is the worker. ERR_NO_SPACE when the ring is full. */
LV2_Worker_Status worker_schedule(LV2_Worker_Schedule_Handle handle, uint32_t bytes, const void *data);

#endif
