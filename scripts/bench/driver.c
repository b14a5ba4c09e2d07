/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The benchmark's DAW: plays blocks, measures from the store of the header to the return of read, prints JSON.
 *
 *   driver compare <subject> <frames> <blocks> <chunk> <period-ns> <events> <midi> <daw-scheduling>
 *                  (<host> <libraries> <protocol>)...
 *   driver lost    <subject> <frames> <blocks> <period-ns> <seconds> <daw-scheduling> <host-scheduling> <host>
 *   driver many    <subject> <frames> <periods> <count> <host> <libraries> <protocol>
 *   driver editor  <subject> <frames> <blocks> <chunk> <period-ns> <host>
 *   driver start   <subject> <beside> <count> <host>
 *   driver burst   <subject> <warm> <count> <host>
 *   driver crash   <subject> <signal> <count> <period-ns> <host>
 *   driver strike  <subject> <protocol> <count> <spread-us> <period-ns> <host>
 *   driver heap    <subject> <protocol> <blocks> <host> <library> <counter-file>
 *
 * subject: <placement> <format> <plugin> <inputs> <outputs>. placement: "pinned" (all processes on one core), "apart"
 * (the DAW on one core, the hosts on the others) or "free". protocol: "1", "6", "7" or "7-bytes"; see peer.h.
 * chunk: blocks before the hosts alternate. period-ns: 0 for back to back. events, midi: parameter changes and
 * MIDI messages before each block. libraries: the plugin libraries for a floor that runs the plugin; "" for none.
 * beside: hosts that run meanwhile. warm: hosts that are there before the count of others is started at once.
 * seconds: after which it stops at the latest. scheduling: "fifo" (needs root) or "normal".
 */
#include "driver.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint32_t driver_number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 10);
}

void driver_sleep_until(uint64_t ns)
{
	const struct timespec due = {(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}

void driver_sleep_ns(uint64_t ns)
{
	driver_sleep_until(now_ns() + ns);
}

void driver_play(const struct peer *peer, uint32_t frames, uint32_t blocks)
{
	for (uint32_t i = 0; i < blocks; i++) {
		if (peer_block(peer, frames))
			continue;
		fprintf(stderr, "driver: no reply to a block\n");
		exit(1);
	}
}

void driver_stop(struct peer *peer)
{
	const int code = peer_stop(peer);
	if (code == 0)
		return;
	fprintf(stderr, "driver: a host ended with %d instead of 0\n", code);
	exit(1);
}

void driver_schedule(pid_t thread, bool is_real_time, int priority)
{
	const struct sched_param parameter = {.sched_priority = is_real_time ? priority : 0};
	const int policy = (is_real_time ? SCHED_FIFO : SCHED_OTHER) | SCHED_RESET_ON_FORK;
	if (sched_setscheduler(thread, policy, &parameter) == 0)
		return;
	fprintf(stderr, "driver: cannot change the scheduling of a thread (this row needs root)\n");
	exit(1);
}

static cpu_set_t allowed_to_hosts;

/* To the last available core, which the hosts inherit; with apart, the hosts get all others. */
static bool pin(bool apart)
{
	cpu_set_t allowed, last;
	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return false;
	size_t core = CPU_SETSIZE - 1;
	while (core > 0 && !CPU_ISSET(core, &allowed))
		core--;
	CPU_ZERO(&last);
	CPU_SET(core, &last);
	if (apart) {
		CPU_CLR(core, &allowed);
		peer_affinity = &allowed_to_hosts;
		allowed_to_hosts = allowed;
	}
	return sched_setaffinity(0, sizeof last, &last) == 0;
}

enum { COMMAND = 1, PLACEMENT, FORMAT, PLUGIN, INPUTS, OUTPUTS, OWN };

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int arguments; /* 0: variable, see above */
		int (*run)(const struct peer_options *subject, char **arguments);
	} commands[] = {{"compare", 0, command_compare}, {"editor", 5, command_editor}, {"start", 3, command_start},
	    {"burst", 3, command_burst}, {"lost", 7, command_lost}, {"heap", 5, command_heap}, {"many", 6, command_many},
	    {"crash", 4, command_crash}, {"strike", 5, command_strike}};
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		const int own = argc - OWN;
		const bool fits = commands[i].arguments == 0 ? own >= 10 && own % 3 == 1 : own == commands[i].arguments;
		if (argc < OWN || !fits || strcmp(argv[COMMAND], commands[i].name) != 0)
			continue;
		const struct peer_options subject = {.format = argv[FORMAT],
		    .plugin = argv[PLUGIN],
		    .inputs = driver_number(argv[INPUTS]),
		    .outputs = driver_number(argv[OUTPUTS]),
		    .frames = DRIVER_FRAMES};
		const bool apart = strcmp(argv[PLACEMENT], "apart") == 0;
		if ((strcmp(argv[PLACEMENT], "pinned") != 0 && !apart) || pin(apart))
			return commands[i].run(&subject, argv + OWN);
		fprintf(stderr, "driver: cannot pin to one core\n");
		return 1;
	}
	fprintf(stderr, "driver: wrong arguments; the comment at the head of driver.c has them\n");
	return 2;
}
