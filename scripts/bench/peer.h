/* SPDX-License-Identifier: BSD-2-Clause */
/* A host as seen by the driver: a process, a segment, two pipes. */
#ifndef PEER_H
#define PEER_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The protocol that the benchmark's DAW uses. */
enum peer_protocol {
	PEER_1,
	PEER_6,
	PEER_7,       /* blocks are answered by the counter alone, on which the DAW spins first */
	PEER_7_BYTES, /* by the counter and by a byte, for which the DAW sleeps */
};

enum { PEER_SPIN_NS = 2000000, PEER_SLICE_NS = 5000000 };

enum peer_answer {
	PEER_ANSWERED,
	PEER_LATE,
	PEER_LOST, /* answered before the DAW first read the counter, so that it missed the answer */
};

struct peer {
	enum peer_protocol protocol;
	const struct wire_layout *layout;
	unsigned char *segment;
	char segment_name[64];
	pid_t pid;
	uint64_t spawned_ns; /* just before its process was forked */
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
	uint32_t frames;                /* announced buffer size */
	const char *const *environment; /* NAME=value strings added for the child, NULL-terminated; or NULL */
	const char *stdout_path;        /* NULL for /dev/null */
};

/* CPUs for started processes; NULL: those of the driver. */
extern const cpu_set_t *peer_affinity;

/* Parse "1", "6", "7" or "7-bytes"; false if it is none of them. */
bool peer_protocol_of(const char *text, enum peer_protocol *protocol);
/* Create the segment and start the process; returns at once. Ends the program with a message on failure. */
void peer_start(struct peer *peer, const struct peer_options *options);
/* Wait up to 10 s for ready, polling every 20 us, then unlink the segment's name, so that nothing is left behind. Ends
   the program with a message if the host dies or is late. */
void peer_wait_ready(const struct peer *peer);
/* Play one block like the client: header, transport, byte, reply. Returns false if there was no reply within 1 s. */
bool peer_block(const struct peer *peer, uint32_t frames);
/* The same in two steps: announce gives await the counter as it was before. */
bool peer_announce(const struct peer *peer, uint32_t frames, uint32_t *counter);
bool peer_await(const struct peer *peer, uint32_t counter, uint64_t limit_ns);
/* The response counter; 0 where there is none. */
uint32_t peer_counter(const struct peer *peer);
/* Unread reply bytes. */
uint32_t peer_unread(const struct peer *peer);
/* Send a request, and wait up to 5 s for its reply byte. */
bool peer_ask(const struct peer *peer, uint32_t request);
/* Play a block exactly like the client of version 7: it reads the counter only after the byte is written, and so loses
   answers that have arrived by then; peer_block does not. */
enum peer_answer peer_play(const struct peer *peer, uint32_t frames, uint64_t limit_ns);
/* Queue events parameter changes for port 0. */
void peer_push_events(const struct peer *peer, uint32_t events);
/* Queue one change of that parameter. */
void peer_push_parameter(const struct peer *peer, uint32_t parameter, float value);
/* Queue count MIDI messages, spread over the block: the notes of a chord on, and the next time off. */
void peer_push_midi(const struct peer *peer, uint32_t count, uint32_t frames);
/* Discard all echoes. */
void peer_drop_echoes(const struct peer *peer);
/* The process that runs the plugin: the child of a supervisor, else the one that was started. */
pid_t peer_host(const struct peer *peer);
/* CPU time of all its threads in nanoseconds. */
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
