/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The supervisor: the process that the DAW starts and watches. It owns what the DAW knows (pid, pipe ends, segment) and
 * the recovery record, and never loads a plugin. The host process, its child, does all the work; when that ends without
 * a request, the supervisor answers the DAW until the next one has loaded the plugin.
 *
 * One thread, so one object (but see reap.c). While the host process runs it sleeps, but for two looks a second.
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
	char **arguments;  /* Node's, with the script and the DAW's words */
	int wake_argument; /* those that are the numbers of the pipes; 0: not known */
	int reply_argument;
	int nice;
	int wake_fd;
	int reply_fd;
	int segment_fd; /* -1: it could not be opened; the host process says why */
	int record_fd;
	int events_fd; /* epoll: whatever is not a wake byte */
	int link_fd;   /* -1: none */
	pid_t daw;
	pid_t host; /* 0: none */

	/* Mapped from the record. */
	struct record *record;
	struct audio_shared *shared;
	uint8_t *core_memory;
	struct crash_reports *reports;

	uint32_t words[RECORD_FIRST_OWN]; /* its own words, of which plugins have but a copy */
	bool answers;                     /* it has the pipes */
	bool was_processing;              /* the plugin was in a block when its process ended */
	bool thread_ended;                /* the audio thread has ended, and its process not */
	bool was_replaced;                /* another program took the place of the host process */
	bool has_said_ready;              /* or the plugin was there in time */
	uint32_t start_ms;
	bool is_leaving; /* the DAW is gone, or has asked for the end */
};

extern struct supervisor supervisor;

/* ---- supervise.c ---- */

/* Run the host process for a DAW. arguments: Node's. Returns only if that cannot be done: then become Node. */
void supervise(char **arguments, int daw_to_host, int host_to_daw, const char *segment_name);
/* Write a sentence to stderr, without waiting. */
void supervisor_say(const char *text);
/* Around looks into /proc at processes that may be ending: without real-time priority, for the reason in reap.c. */
void supervisor_calm(bool begins);

/* ---- node.c ---- */

/* The Node that a package may carry; path outlives the process. */
void use_own_node(const char *path);
void say_no_node(const char *name);
/* Returns only if there is no Node. */
void become_node(char **arguments);

/* ---- host.c ---- */

/* Start a host process: the zygote's fork, or Node. It may be there later only. 0 or -errno. */
int host_start(void);
/* Node, which gets the write end of the link. 0 or -errno. */
int host_start_node(int link_fd);
/* In a child: the priority that we were started with. */
void host_restore_priority(void);
/* End it, whatever it does. */
void host_kill(void);
/* Its main thread ends, or has been told to by a SIGKILL. */
bool host_is_ending(void);
/* It has ended; and what it had started ends as well. */
void host_bury(void);

/* ---- reap.c ---- */

bool reap_init(void);
/* The host process: no one else takes its status. */
void reap_keep(pid_t host);
/* Has it ended? Tells each end once. status: as wait's. */
bool reap_has_ended(int *status);
/* Children have ended: their entries go. */
void reap_rest(void);
/* End what the last host process had started. */
void reap_bury(void);
/* Whenever a child has ended. */
void reap_look(void);
/* Every SUPERVISOR_TICK_MS. */
void reap_tick(void);

/* ---- answer.c ---- */

/* Before a host process starts. */
void answer_init(void);
/* Take the pipes, and answer the block under way. Returns false if the audio thread still has them after some time. */
bool answer_take_over(uint32_t patience_ms);
/* 1 if the audio thread has ended with the pipes, which we have then. */
bool answer_owner_died(void);
/* The holder of the pipes cannot run any more, and the kernel does not say so. */
void answer_free_pipes(void);
/* Wait for the DAW, or for supervisor.events_fd, and answer. Returns false if the DAW has asked for the end or is gone.
 */
bool answer_step(void);
/* Every SUPERVISOR_TICK_MS. */
void answer_tick(void);
/* Give the pipes to the host process, which wants them. */
void answer_hand_over(void);
/* The request that waits for the next host process; 0: none. When its byte was read. */
uint32_t answer_request(uint32_t *wake_ms);

/* ---- end.c ---- */

/* The host process has ended: note how for the next one, or end likewise. */
void end_of_host(int status);
/* End this process, as the DAW has asked. */
_Noreturn void end_now(int status);
/* No process can be started any more. */
void say_no_process(void);

/* ---- table.c ---- */

/* Keep the parameters as they are in the core's memory, and the events of the block under way. */
void table_save(void);

/* ---- hang.c ---- */

/* Every SUPERVISOR_TICK_MS: end a host process whose plugin does not return. */
void hang_look(void);
/* Another host process: forget what was seen. Returns 1 if the last one was ended for that; thread: where. */
bool hang_ended(uint32_t *thread);

#endif
