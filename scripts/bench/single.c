/* SPDX-License-Identifier: BSD-2-Clause */
/* The costs of a single host: start time and memory. */
#include <stdio.h>
#include <stdlib.h>

#include "driver.h"

/* Between starts: a user adds plugins one after another. See burst.c for those of a project. */
#define PAUSE_NS 300000000ull

static void print_memory(const struct peer *peer)
{
	static const char *const fields[] = {
	    "Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty"};
	printf("\"memoryKib\":{");
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		printf("%s\"%s\":%llu", i ? "," : "", fields[i], (unsigned long long)peer_memory_kib(peer, fields[i]));
	printf("}");
}

/* Start repeatedly, beside other hosts; the memory is that of the last one after 1000 blocks. */
int command_start(const struct peer_options *subject, char **arguments)
{
	struct peer_options options = *subject;
	const uint32_t beside = driver_number(arguments[0]), count = driver_number(arguments[1]);
	struct peer *others = calloc(beside + 1u, sizeof *others);
	if (!others)
		return 1;
	options.executable = arguments[2];
	for (uint32_t i = 0; i < beside; i++) {
		peer_start(&others[i], &options);
		peer_wait_ready(&others[i]);
	}
	printf("{\"starts\":[");
	for (uint32_t i = 0; i < count; i++) {
		struct peer peer;
		driver_sleep_until(now_ns() + PAUSE_NS);
		peer_start(&peer, &options);
		peer_wait_ready(&peer);
		const uint64_t ready_ns = now_ns() - peer.spawned_ns;
		driver_play(&peer, options.frames, 1);
		const uint64_t first_block_ns = now_ns() - peer.spawned_ns;
		printf("%s{\"ready\":%llu,\"firstBlock\":%llu}", i ? "," : "", (unsigned long long)ready_ns,
		    (unsigned long long)first_block_ns);
		if (i + 1 == count) {
			driver_play(&peer, options.frames, 1000);
			printf("],");
			print_memory(&peer);
		}
		driver_stop(&peer);
	}
	for (uint32_t i = 0; i < beside; i++)
		driver_stop(&others[i]);
	free(others);
	printf("}\n");
	return 0;
}
