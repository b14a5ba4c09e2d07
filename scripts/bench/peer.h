/* SPDX-License-Identifier: BSD-2-Clause */
/* A host as the driver sees it: a process, a segment, two pipes. */
#ifndef PEER_H
#define PEER_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What the DAW of the benchmark speaks. */
enum peer_protocol {
	PEER_1,
	PEER_6,
	PEER_7,       /* blocks are answered by the counter alone, on which the DAW spins at first */
	PEER_7_BYTES, /* by the counter and by a byte, for which the DAW sleeps */
};

enum { PEER_SPIN_NS = 2000000, PEER_SLICE_NS = 5000000 };

enum peer_answer {
	PEER_ANSWERED,
	PEER_LATE,
	PEER_LOST, /* answered before the DAW looked at the counter for the first time, so that it did not see it */
};

struct peer {
	enum peer_protocol protocol;
	const struct wire_layout *layout;
	unsigned char *segment;
	char segment_name[64];
	pid_t pid;
	int wake_fd;
	int reply_fd;
	uint32_t inputs; /* channels */
	uint32_t outputs;
};

/* What to start: a host and its plugin. */
struct peer_options {
	enum peer_protocol protocol;
	const char *executable;
	const char *format; /* as on the host's command line: "lv2", "vst3" */
	const char *plugin;
	uint32_t inputs; /* channels */
	uint32_t outputs;
	uint32_t frames;                /* the buffer size announced */
	const char *const *environment; /* NAME=value strings added for the child, NULL-terminated; or NULL */
	const char *stdout_path;        /* NULL for /dev/null */
};

/* Where started processes may run; NULL: where the driver does. */
extern const cpu_set_t *peer_affinity;

/* "1", "6", "7" or "7-bytes"; false if it is none of them. */
bool peer_protocol_of(const char *text, enum peer_protocol *protocol);
/* Make the segment and start the process; returns at once. Ends the program with a message when that fails. */
void peer_start(struct peer *peer, const struct peer_options *options);
/* Wait up to 10 s for ready, looking every 20 us; then the segment has no name any more, so that nothing is left behind
   however this ends. Ends the program with a message when the host dies or is late. */
void peer_wait_ready(const struct peer *peer);
/* One block, as the client plays it: header, transport, byte, reply. Returns false if there was no reply within 1
 * s. */
bool peer_block(const struct peer *peer, uint32_t frames);
/* The same in two steps: announce gives await the counter as it was before. */
bool peer_announce(const struct peer *peer, uint32_t frames, uint32_t *counter);
bool peer_await(const struct peer *peer, uint32_t counter, uint64_t limit_ns);
/* The response counter; 0 where there is none. */
uint32_t peer_counter(const struct peer *peer);
/* Reply bytes that lie unread. */
uint32_t peer_unread(const struct peer *peer);
/* A request, and its reply byte within 5 s. */
bool peer_ask(const struct peer *peer, uint32_t request);
/* A block exactly as the client of version 7 plays it: it looks at the counter only when the byte is written, and so
   loses answers that have come by then; peer_block does not. */
enum peer_answer peer_play(const struct peer *peer, uint32_t frames, uint64_t limit_ns);
/* Queue events parameter changes for port 0. */
void peer_push_events(const struct peer *peer, uint32_t events);
/* One, of that parameter. */
void peer_push_parameter(const struct peer *peer, uint32_t parameter, float value);
/* Queue count MIDI messages, spread over the block: a chord's notes on, next time the same notes off. */
void peer_push_midi(const struct peer *peer, uint32_t count, uint32_t frames);
/* Take all echoes, unread. */
void peer_drop_echoes(const struct peer *peer);
/* The process that has the plugin: the child of a supervisor, else the one that was started. */
pid_t peer_host(const struct peer *peer);
/* CPU time of all its threads, in nanoseconds. */
uint64_t peer_cpu_ns(const struct peer *peer);
/* Thread id of the thread with this name, 0 if there is none. */
pid_t peer_thread(const struct peer *peer, const char *name);
/* A line of /proc/<pid>/smaps_rollup in KiB: "Rss", "Shared_Clean", ... */
uint64_t peer_memory_kib(const struct peer *peer, const char *field);
/* Copy the last block's output, channel by channel, frames samples each. */
void peer_output(const struct peer *peer, uint32_t frames, float *samples);
/* Shut it down. Returns the exit code, 128 + signal, or -1 if it had to be killed. */
int peer_stop(struct peer *peer);

/* Monotonic clock. */
uint64_t now_ns(void);

#endif
