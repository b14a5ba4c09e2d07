/* Round trips of two hosts in turn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "driver.h"
#include "wire.h"

enum { FIRST_BLOCKS = 1000 };

struct run {
	uint32_t frames, blocks, chunk, events, midi;
	uint64_t period_ns;
};

struct measured {
	struct peer peer;
	uint32_t *latency_ns;
	uint32_t blocks;
	uint64_t cpu_ns;
};

static void play_chunk(struct measured *measured, const struct run *run)
{
	const uint64_t cpu_before_ns = peer_cpu_ns(&measured->peer);
	uint64_t due_ns = now_ns() + run->period_ns;
	for (uint32_t i = 0; i < run->chunk; i++, due_ns += run->period_ns) {
		if (run->period_ns > 0) {
			const struct timespec due = {(time_t)(due_ns / 1000000000u), (long)(due_ns % 1000000000u)};
			clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
		}
		peer_push_events(&measured->peer, run->events);
		peer_push_midi(&measured->peer, run->midi, run->frames);
		const uint64_t start_ns = now_ns();
		driver_play(&measured->peer, run->frames, 1);
		measured->latency_ns[measured->blocks++] = (uint32_t)(now_ns() - start_ns);
		peer_drop_echoes(&measured->peer);
	}
	measured->cpu_ns += peer_cpu_ns(&measured->peer) - cpu_before_ns;
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

static void print_measured(const char *name, struct measured *measured)
{
	printf("\"%s\":", name);
	driver_print_latency(measured->latency_ns, measured->blocks, measured->cpu_ns);
}

static void start(struct measured *measured, struct peer_options options, char **host, const struct run *run)
{
	char libraries[4096];
	snprintf(libraries, sizeof libraries, "FLOOR_PLUGIN_LIBRARIES=%s", host[1]);
	const char *const environment[] = {libraries, NULL};
	options.executable = host[0];
	options.environment = environment;
	options.frames = run->frames;
	*measured = (struct measured){.latency_ns = malloc((run->blocks + run->chunk) * sizeof(uint32_t))};
	if (!measured->latency_ns)
		exit(1);
	peer_start(&measured->peer, &options);
	peer_wait_ready(&measured->peer);
}

/* Both have played the same number of the same blocks: what they answered last is the same if they did the same work.
 */
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
	struct measured rival, reference;
	prctl(PR_SET_TIMERSLACK, 1);
	start(&rival, *subject, arguments + 6, &run);
	start(&reference, *subject, arguments + 8, &run);
	/* In turn, and each in turn first, so that what the machine does meanwhile falls on both. */
	for (uint32_t turn = 0; rival.blocks < run.blocks; turn++) {
		play_chunk(turn % 2 ? &reference : &rival, &run);
		play_chunk(turn % 2 ? &rival : &reference, &run);
	}
	const bool same = same_output(&rival.peer, &reference.peer, run.frames);
	driver_stop(&rival.peer);
	driver_stop(&reference.peer);
	printf("{");
	print_measured("rival", &rival);
	printf(",");
	print_measured("reference", &reference);
	printf(",\"sameOutput\":%s}\n", same ? "true" : "false");
	free(rival.latency_ns);
	free(reference.latency_ns);
	return 0;
}
