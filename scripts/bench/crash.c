/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crashes, as seen by a DAW with version 7: the process with the plugin gets a signal at random moments, inside and
 * between blocks, while the DAW keeps playing. Measures how late each block is answered until the plugin is back,
 * according to the header's error word, and, to compare, how many are late while the plugin plays.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "driver.h"
#include "wire.h"

enum { LIMIT_NS = 100000000, LATE_NS = 5000000, AT_ERROR_CODE = 20, SETTLE_BLOCKS = 100 };

struct results {
	uint32_t *first_ns; /* from the signal to the next answered block, for each crash */
	uint32_t *back_ns;  /* to the plugin's own */
	uint32_t blocks;    /* played without the plugin */
	uint32_t unanswered;
	uint32_t late; /* than 5 ms */
};

/* Blocks with the plugin: how often this machine is late without a crash. */
static struct results before;

static int ascending(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void print(const char *name, uint32_t *ns, uint32_t count)
{
	qsort(ns, count, sizeof *ns, ascending);
	printf("\"%s\":{\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}", name, ns[count / 2] / 1e6, ns[count * 99 / 100] / 1e6,
	    ns[count - 1] / 1e6);
}

static uint64_t play(struct results *results, const struct peer *peer, uint64_t *due_ns, uint64_t period_ns)
{
	driver_sleep_until(*due_ns += period_ns);
	const uint64_t start_ns = now_ns();
	const bool is_answered = peer_block(peer, DRIVER_FRAMES);
	const uint64_t end_ns = now_ns();
	peer_drop_echoes(peer);
	results->blocks++;
	results->unanswered += !is_answered || end_ns - start_ns > LIMIT_NS;
	results->late += end_ns - start_ns > LATE_NS;
	if (*due_ns + period_ns < end_ns)
		*due_ns = end_ns;
	return end_ns;
}

static void crash(struct results *results, uint32_t number, const struct peer *peer, int signal, uint64_t period_ns)
{
	uint64_t due_ns = now_ns();
	for (int i = 0; i < SETTLE_BLOCKS; i++)
		play(&before, peer, &due_ns, period_ns);
	driver_sleep_until(due_ns + period_ns + (uint64_t)rand() % period_ns / 2);
	const pid_t host = peer_host(peer);
	const uint64_t start_ns = now_ns();
	kill(host, signal);
	due_ns = start_ns - period_ns;
	results->first_ns[number] = (uint32_t)(play(results, peer, &due_ns, period_ns) - start_ns);
	while (peer_host(peer) == host || wire_load(peer->segment, AT_ERROR_CODE) != 0)
		play(results, peer, &due_ns, period_ns);
	results->back_ns[number] = (uint32_t)(now_ns() - start_ns);
}

int command_crash(const struct peer_options *subject, char **arguments)
{
	const int signal = atoi(arguments[0]);
	const uint32_t count = driver_number(arguments[1]);
	const uint64_t period_ns = strtoull(arguments[2], NULL, 10);
	static const char *const never[] = {"MAOLAN_RECOVERY_CRASHES=1000000", NULL};
	struct peer_options options = *subject;
	struct peer peer;
	options.executable = arguments[3];
	options.protocol = PEER_7;
	options.environment = never;
	struct results results = {.first_ns = calloc(count, sizeof(uint32_t)), .back_ns = calloc(count, sizeof(uint32_t))};
	if (results.first_ns == NULL || results.back_ns == NULL)
		return 1;
	prctl(PR_SET_TIMERSLACK, 1);
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	for (uint32_t i = 0; i < count; i++)
		crash(&results, i, &peer, signal, period_ns);
	printf("{\"crashes\":%u,\"blocks\":%u,\"unanswered\":%u,\"late\":%u,", count, results.blocks, results.unanswered,
	    results.late);
	printf("\"blocks_before\":%u,\"late_before\":%u,", before.blocks, before.late);
	print("first_ms", results.first_ns, count);
	printf(",");
	print("back_ms", results.back_ns, count);
	printf("}\n");
	driver_stop(&peer);
	free(results.first_ns);
	free(results.back_ns);
	return 0;
}
