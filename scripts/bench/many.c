/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many hosts that one DAW wakes together in each period, and whose answers it collects in turn, like a session with
 * many tracks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "driver.h"
#include "wire.h"

#define LIMIT_NS 100000000u /* as long as a DAW waits for a block */

struct many {
	struct peer *peers;
	uint32_t *counters; /* before the wake */
	uint32_t count;
	uint32_t frames;
	uint32_t missing;    /* answers that did not come in time */
	uint64_t slowest_ns; /* the longest wait for one answer */
};

static uint64_t cpu_ns(const struct many *many)
{
	uint64_t ns = 0;
	for (uint32_t i = 0; i < many->count; i++)
		ns += peer_cpu_ns(&many->peers[i]);
	return ns;
}

static void play_period(struct many *many)
{
	for (uint32_t i = 0; i < many->count; i++)
		if (!peer_announce(&many->peers[i], many->frames, &many->counters[i]))
			many->missing++;
	for (uint32_t i = 0; i < many->count; i++) {
		const uint64_t start_ns = now_ns();
		if (!peer_await(&many->peers[i], many->counters[i], LIMIT_NS))
			many->missing++;
		const uint64_t waited_ns = now_ns() - start_ns;
		many->slowest_ns = waited_ns > many->slowest_ns ? waited_ns : many->slowest_ns;
		peer_drop_echoes(&many->peers[i]);
	}
}

/* Returns the number of periods that took too long. */
static uint32_t play(struct many *many, uint32_t *latency_ns, uint32_t periods)
{
	const uint64_t period_ns = (uint64_t)many->frames * 1000000000u / WIRE_SAMPLE_RATE;
	uint32_t late = 0;
	uint64_t due_ns = now_ns();
	for (uint32_t i = 0; i < periods; i++) {
		due_ns += period_ns;
		driver_sleep_until(due_ns);
		const uint64_t start_ns = now_ns();
		play_period(many);
		const uint64_t end_ns = now_ns();
		latency_ns[i] = (uint32_t)(end_ns - start_ns);
		late += latency_ns[i] > period_ns;
		/* A sound card does not wait: missed periods are not made up for. */
		if (end_ns > due_ns + period_ns)
			due_ns = end_ns;
	}
	return late;
}

int command_many(const struct peer_options *subject, char **arguments)
{
	struct many many = {.frames = driver_number(arguments[0]), .count = driver_number(arguments[2])};
	const uint32_t periods = driver_number(arguments[1]);
	struct peer_options options = *subject;
	char libraries[4096];
	snprintf(libraries, sizeof libraries, "FLOOR_PLUGIN_LIBRARIES=%s", arguments[4]);
	const char *const environment[] = {libraries, NULL};
	options.executable = arguments[3];
	options.environment = environment;
	options.frames = many.frames;
	many.peers = calloc(many.count, sizeof *many.peers);
	many.counters = calloc(many.count, sizeof *many.counters);
	uint32_t *latency_ns = malloc(periods * sizeof *latency_ns);
	if (!many.peers || !many.counters || !latency_ns || !peer_protocol_of(arguments[5], &options.protocol))
		return 1;
	prctl(PR_SET_TIMERSLACK, 1);
	for (uint32_t i = 0; i < many.count; i++) {
		peer_start(&many.peers[i], &options);
		peer_wait_ready(&many.peers[i]);
	}
	play_period(&many);
	many.slowest_ns = 0;
	const uint64_t before_ns = cpu_ns(&many);
	const uint32_t late = play(&many, latency_ns, periods);
	printf("{\"late\":%u,\"missing\":%u,\"slowest\":%llu,\"latency\":", late, many.missing,
	    (unsigned long long)many.slowest_ns);
	driver_print_latency(latency_ns, periods, cpu_ns(&many) - before_ns);
	printf("}\n");
	for (uint32_t i = 0; i < many.count; i++)
		driver_stop(&many.peers[i]);
	free(latency_ns);
	free(many.counters);
	free(many.peers);
	return 0;
}
