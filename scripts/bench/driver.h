/* SPDX-License-Identifier: BSD-2-Clause */
/* The driver's commands. Each gets the plugin and its own arguments, prints JSON, and returns an exit code. */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdint.h>

#include "peer.h"

enum {
	DRIVER_FRAMES = 256,     /* block size for the commands to which it does not matter */
	DRIVER_DAW_PRIORITY = 18 /* of the audio thread of a DAW with SCHED_FIFO */
};

/* subject: format, plugin and channels; the command fills in the rest. */
int command_compare(const struct peer_options *subject, char **arguments);
int command_start(const struct peer_options *subject, char **arguments);
int command_heap(const struct peer_options *subject, char **arguments);
int command_many(const struct peer_options *subject, char **arguments);

int command_burst(const struct peer_options *subject, char **arguments);
int command_crash(const struct peer_options *subject, char **arguments);
int command_strike(const struct peer_options *subject, char **arguments);
int command_lost(const struct peer_options *subject, char **arguments);
int command_editor(const struct peer_options *subject, char **arguments);

void driver_sleep_ns(uint64_t ns);
/* Sleep until that time of now_ns()'s clock. */
void driver_sleep_until(uint64_t ns);
/* Set a thread's real-time or normal scheduling, which its children do not inherit; 0: this thread. Ends the program
   with a message unless that is allowed. */
void driver_schedule(pid_t thread, bool is_real_time, int priority);
uint32_t driver_number(const char *text);
/* Play blocks; ends the program with a message unless every block is answered. */
void driver_play(const struct peer *peer, uint32_t frames, uint32_t blocks);
/* Print round trips as a JSON object. Sorts them. */
void driver_print_latency(uint32_t *ns, uint32_t count, uint64_t cpu_ns);
/* Shut the peer down; ends the program with a message unless its exit code is 0. */
void driver_stop(struct peer *peer);

#endif
