/*
 * The DAW of the benchmark: plays blocks, measures from the store of the header to the return of read, prints JSON.
 *
 *   driver compare     <subject> <frames> <blocks> <chunk> <period-ns> <events> <midi>
 *                      <rival> <libraries> <reference> <libraries>
 *   driver editor      <subject> <frames> <blocks> <chunk> <period-ns> <host>
 *   driver start       <subject> <count> <host>
 *   driver heap        <subject> <blocks> <host> <library> <counter-file>
 *   driver collections <subject> <blocks> <host> <trace-file>
 *
 * subject: <placement> <format> <plugin> <inputs> <outputs>. placement: "pinned" (all processes on one core) or "free".
 * chunk: blocks after which rival and reference take turns. period-ns: 0 for back to back. events, midi: parameter
 * changes and MIDI messages before each block. libraries: the plugin libraries for a floor that runs the plugin; "" for
 * none.
 */
#include "driver.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t driver_number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 10);
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

/* To the last core that we may use; the hosts inherit it. */
static bool pin(void)
{
	cpu_set_t allowed, last;
	if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
		return false;
	size_t core = CPU_SETSIZE - 1;
	while (core > 0 && !CPU_ISSET(core, &allowed))
		core--;
	CPU_ZERO(&last);
	CPU_SET(core, &last);
	return sched_setaffinity(0, sizeof last, &last) == 0;
}

enum { COMMAND = 1, PLACEMENT, FORMAT, PLUGIN, INPUTS, OUTPUTS, OWN };

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int arguments;
		int (*run)(const struct peer_options *subject, char **arguments);
	} commands[] = {{"compare", 10, command_compare}, {"editor", 5, command_editor}, {"start", 2, command_start},
	    {"heap", 4, command_heap}, {"collections", 3, command_collections}};
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		if (argc != OWN + commands[i].arguments || strcmp(argv[COMMAND], commands[i].name) != 0)
			continue;
		const struct peer_options subject = {.format = argv[FORMAT],
		    .plugin = argv[PLUGIN],
		    .inputs = driver_number(argv[INPUTS]),
		    .outputs = driver_number(argv[OUTPUTS]),
		    .frames = DRIVER_FRAMES};
		if (strcmp(argv[PLACEMENT], "pinned") != 0 || pin())
			return commands[i].run(&subject, argv + OWN);
		fprintf(stderr, "driver: cannot pin to one core\n");
		return 1;
	}
	fprintf(stderr, "driver: wrong arguments; the comment at the head of driver.c has them\n");
	return 2;
}
