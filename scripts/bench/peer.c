/* SPDX-License-Identifier: BSD-2-Clause */
/* Starts a host, plays a block through it, and stops it. */
#include "peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "driver: %s\n", what);
	exit(1);
}

static void sleep_us(long us)
{
	const struct timespec pause = {0, us * 1000};
	nanosleep(&pause, NULL);
}

const cpu_set_t *peer_affinity;

/* ---- start ---- */

static uint32_t version_of(enum peer_protocol protocol)
{
	return protocol == PEER_1 ? 1 : protocol == PEER_6 ? 6 : 7;
}

bool peer_protocol_of(const char *text, enum peer_protocol *protocol)
{
	static const char *const names[] = {[PEER_1] = "1", [PEER_6] = "6", [PEER_7] = "7", [PEER_7_BYTES] = "7-bytes"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		*protocol = (enum peer_protocol)i;
		if (strcmp(names[i], text) == 0)
			return true;
	}
	return false;
}

static void create_segment(struct peer *peer, enum peer_protocol protocol)
{
	static int created;
	snprintf(peer->segment_name, sizeof peer->segment_name, "/maolan-bench-%d-%d", (int)getpid(), created++);
	const int fd = shm_open(peer->segment_name, O_CREAT | O_RDWR, 0644);
	if (fd < 0 || ftruncate(fd, WIRE_BYTES) != 0)
		fail("cannot create the segment");
	peer->segment = mmap(NULL, WIRE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	close(fd);
	if (peer->segment == MAP_FAILED)
		fail("cannot map the segment");
	memset(peer->segment, 0, WIRE_BYTES);
	wire_store(peer->segment, WIRE_AT_MAGIC, WIRE_MAGIC);
	wire_store(peer->segment, WIRE_AT_VERSION, version_of(protocol));
	wire_store(peer->segment, WIRE_AT_EVENTLESS, protocol == PEER_7);
}

/* Sound rather than silence, because plugins and hosts may have a fast path for silence. */
static void fill_inputs(const struct peer *peer)
{
	for (uint32_t channel = 0; channel < peer->inputs; channel++) {
		float *samples = wire_plane(peer->segment, channel, 0);
		for (uint32_t i = 0; i < WIRE_FRAMES_MAX; i++)
			samples[i] = (float)(i % 109) / 109.0f - 0.5f; /* a sawtooth at 440 Hz */
	}
}

static void exec_peer(const struct peer_options *options, char *const *arguments)
{
	const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	const char *out_path = options->stdout_path ? options->stdout_path : "/dev/null";
	const int out = open(out_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	for (const char *const *entry = options->environment; entry && *entry; entry++)
		putenv((char *)*entry);
	signal(SIGPIPE, SIG_DFL);
	if (peer_affinity)
		sched_setaffinity(0, sizeof *peer_affinity, peer_affinity);
	execv(options->executable, arguments);
	_exit(127);
}

void peer_start(struct peer *peer, const struct peer_options *options)
{
	int to_host[2], to_daw[2];
	signal(SIGPIPE, SIG_IGN);
	peer->inputs = options->inputs;
	peer->outputs = options->outputs;
	peer->protocol = options->protocol;
	peer->layout = wire_layout_of(version_of(options->protocol));
	create_segment(peer, options->protocol);
	fill_inputs(peer);
	if (pipe(to_host) != 0 || pipe(to_daw) != 0)
		fail("cannot make pipes");
	const uint32_t numbers[] = {(uint32_t)to_host[0], (uint32_t)to_daw[1], WIRE_SAMPLE_RATE, options->frames,
	    options->inputs, options->outputs};
	char texts[6][16];
	for (size_t i = 0; i < 6; i++)
		snprintf(texts[i], sizeof texts[i], "%u", numbers[i]);
	char *arguments[] = {(char *)options->executable, (char *)options->format, (char *)options->plugin,
	    peer->segment_name, "bench", texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], NULL};
	if (strcmp(options->format, "clap") == 0 || strcmp(options->format, "null") == 0)
		arguments[7] = NULL; /* the form without rate, frames and channels */
	peer->spawned_ns = now_ns();
	peer->pid = fork();
	if (peer->pid < 0)
		fail("cannot fork");
	if (peer->pid == 0)
		exec_peer(options, arguments);
	close(to_host[0]);
	close(to_daw[1]);
	peer->wake_fd = to_host[1];
	peer->reply_fd = to_daw[0];
}

/* A DAW looks every 5 or 10 ms. Looking all the time would take the processor from the host that starts on it. */
enum { LOOK_US = 500 };

void peer_wait_ready(const struct peer *peer)
{
	const uint64_t end = now_ns() + 10000000000u;
	while (!wire_load(peer->segment, WIRE_AT_READY)) {
		if (now_ns() > end || waitpid(peer->pid, NULL, WNOHANG) != 0) {
			shm_unlink(peer->segment_name);
			fail("the host did not become ready");
		}
		sleep_us(LOOK_US);
	}
	shm_unlink(peer->segment_name);
}

/* ---- blocks ---- */

enum { BLOCK_LIMIT_NS = 1000000000 };

/* One byte within that time; a failed read does not count. */
static bool byte_within(const struct peer *peer, int ms)
{
	unsigned char byte;
	struct pollfd reply = {peer->reply_fd, POLLIN, 0};
	return poll(&reply, 1, ms) == 1 && read(peer->reply_fd, &byte, 1) == 1;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Waits like the client of version 7: 2 ms on the counter, then on the pipe in slices of 5 ms, checking the counter
   after each. */
static bool wait_for_counter(const struct peer *peer, uint32_t expected, uint64_t limit_ns)
{
	const uint64_t start_ns = now_ns();
	uint64_t elapsed_ns = 0;
	while (elapsed_ns < PEER_SPIN_NS) {
		if (wire_load(peer->segment, WIRE_AT_COUNTER) != expected)
			return true;
		elapsed_ns = now_ns() - start_ns;
	}
	for (; elapsed_ns < limit_ns; elapsed_ns = now_ns() - start_ns) {
		const uint64_t slice_ns = least(PEER_SLICE_NS, limit_ns - elapsed_ns);
		if (byte_within(peer, (int)(slice_ns / 1000000u)) || wire_load(peer->segment, WIRE_AT_COUNTER) != expected)
			return true;
	}
	return false;
}

/* Header, transport, byte. */
static bool wake(const struct peer *peer, uint32_t frames)
{
	const struct wire_transport transport = {0, 120.0, 4, 4, 1};
	wire_store(peer->segment, WIRE_AT_FRAMES, frames);
	wire_store(peer->segment, WIRE_AT_INPUTS, peer->inputs);
	wire_store(peer->segment, WIRE_AT_OUTPUTS, peer->outputs);
	memcpy(peer->segment + peer->layout->transport, &transport, WIRE_TRANSPORT_BYTES);
	const unsigned char byte = 1;
	return write(peer->wake_fd, &byte, 1) == 1;
}

enum peer_answer peer_play(const struct peer *peer, uint32_t frames, uint64_t limit_ns)
{
	const uint32_t before = wire_load(peer->segment, WIRE_AT_COUNTER);
	if (!wake(peer, frames))
		return PEER_LATE;
	if (peer->protocol != PEER_7)
		return byte_within(peer, (int)(limit_ns / 1000000u)) ? PEER_ANSWERED : PEER_LATE;
	const uint32_t expected = wire_load(peer->segment, WIRE_AT_COUNTER);
	if (wait_for_counter(peer, expected, limit_ns))
		return PEER_ANSWERED;
	return expected != before ? PEER_LOST : PEER_LATE;
}

uint32_t peer_counter(const struct peer *peer)
{
	const bool has_counter = peer->protocol == PEER_7 || peer->protocol == PEER_7_BYTES;
	return has_counter ? wire_load(peer->segment, WIRE_AT_COUNTER) : 0;
}

uint32_t peer_unread(const struct peer *peer)
{
	int bytes = 0;
	return ioctl(peer->reply_fd, FIONREAD, &bytes) == 0 ? (uint32_t)bytes : 0;
}

bool peer_announce(const struct peer *peer, uint32_t frames, uint32_t *counter)
{
	*counter = peer_counter(peer);
	return wake(peer, frames);
}

bool peer_await(const struct peer *peer, uint32_t counter, uint64_t limit_ns)
{
	return peer->protocol == PEER_7 ? wait_for_counter(peer, counter, limit_ns)
	                                : byte_within(peer, (int)(limit_ns / 1000000u));
}

bool peer_block(const struct peer *peer, uint32_t frames)
{
	uint32_t before;
	return peer_announce(peer, frames, &before) && peer_await(peer, before, BLOCK_LIMIT_NS);
}

bool peer_ask(const struct peer *peer, uint32_t request)
{
	const unsigned char byte = 1;
	wire_store(peer->segment, peer->layout->request_type, request);
	wire_store(peer->segment, peer->layout->request_type + 4, 0); /* the status */
	return write(peer->wake_fd, &byte, 1) == 1 && byte_within(peer, 5000);
}

void peer_push_parameter(const struct peer *peer, uint32_t parameter, float value)
{
	const uint32_t write_index = wire_load(peer->segment, WIRE_AT_PARAMETER_WRITE);
	const struct wire_event event = {parameter, value, 0, 0};
	const uint32_t slot = write_index % WIRE_RING_SLOTS;
	memcpy(peer->segment + WIRE_AT_PARAMETER_SLOTS + slot * WIRE_SLOT_BYTES, &event, sizeof event);
	wire_store(peer->segment, WIRE_AT_PARAMETER_WRITE, write_index + 1);
}

void peer_push_events(const struct peer *peer, uint32_t events)
{
	for (uint32_t i = 0; i < events; i++)
		peer_push_parameter(peer, 0, (float)(i % 8));
}

void peer_push_midi(const struct peer *peer, uint32_t count, uint32_t frames)
{
	uint32_t write_index = wire_load(peer->segment, peer->layout->midi_write);
	for (uint32_t i = 0; i < count; i++, write_index++) {
		/* count is the same for every block, so this alternates when a block plays the whole chord */
		const unsigned char status = count != 0 && write_index / count % 2 ? 0x80 : 0x90;
		const struct wire_midi event = {i * frames / count, {status, (unsigned char)(36 + i % 64), 100}, 0, 0, 0};
		const uint32_t slot = write_index % WIRE_RING_SLOTS;
		memcpy(peer->segment + peer->layout->midi_slots + slot * WIRE_SLOT_BYTES, &event, sizeof event);
		wire_store(peer->segment, peer->layout->midi_write, write_index + 1);
	}
}

void peer_drop_echoes(const struct peer *peer)
{
	wire_store(peer->segment, peer->layout->echo_read, wire_load(peer->segment, peer->layout->echo_write));
}

void peer_output(const struct peer *peer, uint32_t frames, float *samples)
{
	for (uint32_t channel = 0; channel < peer->outputs; channel++)
		memcpy(samples + channel * frames, wire_plane(peer->segment, channel, 1), frames * sizeof *samples);
}

/* ---- stop ---- */

int peer_stop(struct peer *peer)
{
	const unsigned char byte = 1;
	int status = 0;
	bool ended = false;
	wire_store(peer->segment, WIRE_AT_SHUTDOWN, 1);
	if (write(peer->wake_fd, &byte, 1) != 1)
		fprintf(stderr, "driver: the host was gone before the end\n");
	for (int waited_ms = 0; waited_ms < 2000 && !ended; waited_ms++) {
		ended = waitpid(peer->pid, &status, WNOHANG) == peer->pid;
		if (!ended)
			sleep_us(1000);
	}
	if (!ended) {
		kill(peer->pid, SIGKILL);
		waitpid(peer->pid, &status, 0);
	}
	close(peer->wake_fd);
	close(peer->reply_fd);
	munmap(peer->segment, WIRE_BYTES);
	if (!ended)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
