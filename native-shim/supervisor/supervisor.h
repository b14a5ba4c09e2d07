/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The supervisor: the process that the DAW starts and watches. It owns what the DAW knows (pid, pipe ends, segment)
 * and the recovery record, and never loads a plugin. The host process, its child, does all the work; if that ends
 * without having been asked to, the supervisor answers the DAW until the next one has loaded the plugin. It has one
 * thread, so there is one object (but see ordinary.c). While the host process runs it sleeps, except for two checks a
 * second (see idle.c).
 */
#ifndef MAOLAN_SUPERVISOR_H
#define MAOLAN_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../audio/shared.h"
#include "../recovery/crash-report.h"
#include "../recovery/record.h"

#define SUPERVISOR_TICK_MS 500
#define SUPERVISOR_SCRIPT 2 /* of the arguments */

struct supervisor {
	char **arguments;  /* Node's, with the script and the DAW's arguments */
	int wake_argument; /* those that are the numbers of the pipes; 0: unknown */
	int reply_argument;
	int nice;
	int wake_fd;
	int reply_fd;
	int segment_fd; /* -1: it could not be opened; the host process reports why */
	int record_fd;
	int events_fd; /* epoll set: everything except wake bytes */
	int link_fd;   /* -1: none */
	pid_t daw;
	pid_t host; /* 0: none */

	/* Mapped from the record. */
	struct record *record;
	struct audio_shared *shared;
	uint8_t *core_memory;
	struct crash_reports *reports;

	uint32_t words[RECORD_FIRST_OWN]; /* its own words, of which plugins see only a copy */
	bool answers;                     /* it owns the pipes */
	bool was_processing;              /* the plugin was in a block when its process ended */
	uint32_t end_ticks;               /* left until it is known whether the process ends with its audio thread */
	bool thread_ended;                /* the audio thread has ended, but not its process */
	bool was_replaced;                /* another program took the place of the host process */
	bool has_said_ready;              /* or the plugin was loaded in time */
	uint32_t start_ms;
	bool is_leaving; /* the DAW has exited, or asked for the end */
};

extern struct supervisor supervisor;

/* ---- supervise.c ---- */

/* Run the host process for a DAW. arguments: Node's. Returns only if that is impossible: then become Node. */
void supervise(char **arguments, int daw_to_host, int host_to_daw, const char *segment_name);
/* Write a sentence to stderr, without waiting. */
void supervisor_say(const char *text);
/* The DAW has asked for the end: end this process and the host process. */
void supervisor_leave(void);

/* ---- node.c ---- */

/* The Node that a package may carry; path outlives the process. */
void use_own_node(const char *path);
void say_no_node(const char *name);
/* Returns only if there is no Node. */
void become_node(char **arguments);

/* ---- host.c ---- */

/* Start a host process: a fork of the zygote, or Node. It may appear only later. Returns 0 or -errno. */
int host_start(void);
/* Start Node, which gets the write end of the link. Returns 0 or -errno. */
int host_start_node(int link_fd);
/* Call this in a child: restore the priority that we were started with. */
void host_restore_priority(void);
/* Kill it. */
void host_kill(void);
/* Whether its main thread is exiting, or has a pending SIGKILL. */
bool host_is_ending(void);
/* It has ended: end what it had started, too. */
void host_clean_up(void);

/* ---- events.c ---- */

/* Create supervisor.events_fd. */
bool events_open(void);
/* Have it report that this descriptor is readable. Returns false if fd is none, or memory is short. */
bool events_watch(int fd);
/* No longer report it, close it, and set it to -1. */
void events_close(int *fd);

/* ---- schedule.c ---- */

/* Become real-time where the kernel allows it. */
void schedule_begin(void);

/* ---- ordinary.c ---- */

/* Start the thread with ordinary scheduling. Call this before schedule_begin. */
bool ordinary_init(void (*usual)(void));
/* Have it call usual. */
void ordinary_call(void);
/* Have it run this, and answer the DAW meanwhile if this process owns the pipes. For reads of /proc, for the reason in
 * reap.c. */
void ordinary_run(void (*run)(void *), void *argument);

/* ---- reap.c ---- */

bool reap_init(void);
/* Watch the host process: no one else takes its status. 0: none; -1: one is being started. */
void reap_keep(pid_t host);
/* Whether it has ended; reports each end once. status: like wait's. */
bool reap_has_ended(int *status);
/* Reap children that have ended. */
void reap_rest(void);
/* End the programs that the last host process had started. */
void reap_children(void);
/* Call this whenever a child has ended. */
void reap_look(void);
/* Call this every SUPERVISOR_TICK_MS. */
void reap_tick(void);
/* Whether it still ends programs. */
bool reap_is_busy(void);

/* ---- idle.c ---- */

/* Start the timer. */
bool idle_init(void);
/* Whether this event is a tick of the timer. */
bool idle_is_tick(int fd);
/* Call this at the end of each tick: if nothing has happened for some time, the next one comes late. */
void idle_look(void);
/* Something has happened: tick as usual. */
void idle_end(void);

/* ---- answer.c ---- */

/* Call this before a host process starts. */
void answer_init(void);
/* Take the pipes, and answer the current block. Returns false if the audio thread still owns them after some time. */
bool answer_take_over(uint32_t timeout_ms);
/* 1 if the audio thread has ended holding the pipes, which we then own. */
bool answer_owner_ended(void);
/* The owner of the pipes cannot run any more, but the kernel does not report it. */
void answer_free_pipes(void);
/* No host process exists. The last one may have damaged the lock of the pipes. */
void answer_renew_lock(void);
/* Wait for the DAW, or for supervisor.events_fd, and answer. Returns false if the DAW has asked for the end or has
 * exited. */
bool answer_step(void);
/* The same with this descriptor instead of supervisor.events_fd. */
bool answer_until(int fd);
/* Call this every SUPERVISOR_TICK_MS. */
void answer_tick(void);
/* Hand the pipes to the host process, which wants them. */
void answer_hand_over(void);
/* The request that waits for the next host process (0: none), and when its byte was read. */
uint32_t answer_request(uint32_t *wake_ms);

/* ---- end.c ---- */

/* The host process has ended: note the cause for the next one, or exit likewise. */
void end_of_host(int status);
/* Exit, as the DAW has asked. */
_Noreturn void end_now(int status);
/* No process can be started any more: exit or pass through. */
void say_no_process(void);

/* ---- table.c ---- */

/* Save the parameters from the core's memory, and the events of the current block. */
void table_save(void);

/* ---- hang.c ---- */

/* Call this every SUPERVISOR_TICK_MS: ends a host process whose plugin does not return. */
void hang_look(void);
/* A new host process: reset the counters. Returns 1 if the last one was ended because of a hang; thread: where. */
bool hang_ended(uint32_t *thread);

/* ---- owner.c ---- */

/* Watch the audio thread that there is now. Call this when one takes over, and every SUPERVISOR_TICK_MS. */
void owner_follow(void);
/* Whether this descriptor of the epoll set reports that thread's end. It is closed then. */
bool owner_has_ended(int fd);

#endif
