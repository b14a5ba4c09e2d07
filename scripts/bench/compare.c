/* SPDX-License-Identifier: BSD-2-Clause */
/* Round trips of several hosts, alternately. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "driver.h"
#include "wire.h"

enum { FIRST_BLOCKS = 1000, PLAYERS_MAX = 4 };
/* Paced blocks are measured once a host's start has ended; what that costs is measured elsewhere (single.c). */
#define SETTLE_NS 3000000000ull

struct run {
	uint32_t frames, blocks, chunk, events, midi;
	uint64_t period_ns;
};

struct measured {
	struct peer peer;
	uint32_t *latency_ns;
	uint32_t blocks;
	uint64_t cpu_ns;
	uint64_t daw_cpu_ns;
};

static uint64_t own_cpu_ns(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void play_chunk(struct measured *measured, const struct run *run)
{
	const uint64_t cpu_before_ns = peer_cpu_ns(&measured->peer), daw_before_ns = own_cpu_ns();
	uint64_t due_ns = now_ns() + run->period_ns;
	for (uint32_t i = 0; i < run->chunk; i++, due_ns += run->period_ns) {
		if (run->period_ns > 0)
			driver_sleep_until(due_ns);
		peer_push_events(&measured->peer, run->events);
		peer_push_midi(&measured->peer, run->midi, run->frames);
		const uint64_t start_ns = now_ns();
		driver_play(&measured->peer, run->frames, 1);
		measured->latency_ns[measured->blocks++] = (uint32_t)(now_ns() - start_ns);
		peer_drop_echoes(&measured->peer);
	}
	measured->daw_cpu_ns += own_cpu_ns() - daw_before_ns;
	measured->cpu_ns += peer_cpu_ns(&measured->peer) - cpu_before_ns;
}

static uint32_t settle_blocks(const struct run *run)
{
	return run->period_ns > 0 ? (uint32_t)(SETTLE_NS / run->period_ns) : 0;
}

static void settle(struct measured *measured, const struct run *run)
{
	struct run first = *run;
	first.chunk = settle_blocks(run);
	play_chunk(measured, &first);
	measured->blocks = 0;
	measured->cpu_ns = measured->daw_cpu_ns = 0;
}

static int by_value(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static uint32_t max_of(const uint32_t *values, uint32_t count)
{
	uint32_t max = 0;
	for (uint32_t i = 0; i < count; i++)
		max = values[i] > max ? values[i] : max;
	return max;
}

void driver_print_latency(uint32_t *ns, uint32_t count, uint64_t cpu_ns)
{
	const uint32_t first = count < FIRST_BLOCKS ? count : FIRST_BLOCKS;
	const uint32_t first_max = max_of(ns, first), later_max = max_of(ns + first, count - first);
	qsort(ns, count, sizeof *ns, by_value);
	printf("{\"min\":%u,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u,", ns[0], ns[count / 2],
	    ns[(uint64_t)count * 90 / 100], ns[(uint64_t)count * 99 / 100], ns[(uint64_t)count * 999 / 1000],
	    ns[count - 1]);
	printf("\"firstMax\":%u,\"laterMax\":%u,\"cpuPerBlock\":%llu}", first_max, later_max,
	    (unsigned long long)(cpu_ns / count));
}

static void start(struct measured *measured, struct peer_options options, char **host, const struct run *run)
{
	char libraries[4096];
	snprintf(libraries, sizeof libraries, "FLOOR_PLUGIN_LIBRARIES=%s", host[1]);
	const char *const environment[] = {libraries, NULL};
	options.executable = host[0];
	options.environment = environment;
	options.frames = run->frames;
	if (!peer_protocol_of(host[2], &options.protocol)) {
		fprintf(stderr, "driver: %s is not a protocol\n", host[2]);
		exit(2);
	}
	const uint32_t blocks = run->blocks + run->chunk, first = settle_blocks(run);
	*measured = (struct measured){.latency_ns = malloc((blocks > first ? blocks : first) * sizeof(uint32_t))};
	if (!measured->latency_ns)
		exit(1);
	peer_start(&measured->peer, &options);
	peer_wait_ready(&measured->peer);
}

/* Both have played the same blocks, so their last outputs are equal if they did the same work. */
static bool same_output(const struct peer *a, const struct peer *b, uint32_t frames)
{
	static float samples[2][WIRE_CHANNELS_MAX * WIRE_FRAMES_MAX];
	peer_output(a, frames, samples[0]);
	peer_output(b, frames, samples[1]);
	return memcmp(samples[0], samples[1], (size_t)a->outputs * frames * sizeof(float)) == 0;
}

int command_compare(const struct peer_options *subject, char **arguments)
{
	const struct run run = {.frames = driver_number(arguments[0]),
	    .blocks = driver_number(arguments[1]),
	    .chunk = driver_number(arguments[2]),
	    .period_ns = strtoull(arguments[3], NULL, 10),
	    .events = driver_number(arguments[4]),
	    .midi = driver_number(arguments[5])};
	const bool is_real_time = strcmp(arguments[6], "fifo") == 0;
	struct measured players[PLAYERS_MAX] = {0};
	uint32_t count = 0;
	prctl(PR_SET_TIMERSLACK, 1);
	if (is_real_time)
		driver_schedule(0, true, DRIVER_DAW_PRIORITY);
	for (char **host = arguments + 7; *host && count < PLAYERS_MAX; host += 3)
		start(&players[count++], *subject, host, &run);
	for (uint32_t i = 0; i < count; i++)
		settle(&players[i], &run);
	/* Alternating, each of them first in turn, so that disturbances of the machine affect all equally. */
	for (uint32_t turn = 0; players[0].blocks < run.blocks; turn++)
		for (uint32_t i = 0; i < count; i++)
			play_chunk(&players[(turn + i) % count], &run);
	bool same = true;
	for (uint32_t i = 1; i < count; i++)
		same = same && same_output(&players[0].peer, &players[i].peer, run.frames);
	printf("{\"players\":[");
	for (uint32_t i = 0; i < count; i++) {
		struct measured *player = &players[i];
		driver_stop(&player->peer);
		printf("%s{\"dawCpuPerBlock\":%llu,\"latency\":", i ? "," : "",
		    (unsigned long long)(player->daw_cpu_ns / player->blocks));
		driver_print_latency(player->latency_ns, player->blocks, player->cpu_ns);
		printf("}");
		free(player->latency_ns);
	}
	printf("],\"sameOutput\":%s}\n", same ? "true" : "false");
	return 0;
}
