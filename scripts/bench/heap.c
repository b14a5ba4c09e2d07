/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that a host's audio thread must not make: heap, locks, files. Counted by heap-counter.c. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"
#include "heap-counter.h"
#include "wire.h"

enum { WARM_BLOCKS = 20000 };

struct counts {
	uint64_t heap, locks, files;
};

/* Sums all slots of that thread: a process that executes another program has one for each. Returns the number of slots.
 */
static uint32_t count(const struct heap_counters *counters, pid_t thread, struct counts *counts)
{
	uint32_t slots = 0;
	*counts = (struct counts){0};
	for (uint32_t i = 0; thread != 0 && i < HEAP_SLOTS; i++) {
		const struct heap_slot *slot = &counters->slots[i];
		if (slot->thread != (uint32_t)thread)
			continue;
		counts->heap += slot->calls;
		counts->locks += slot->locks;
		counts->files += slot->files;
		slots++;
	}
	return slots;
}

static struct heap_counters *map_counters(const char *path)
{
	const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(struct heap_counters)) != 0)
		return NULL;
	void *memory = mmap(NULL, sizeof(struct heap_counters), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return memory == MAP_FAILED ? NULL : memory;
}

static void play_seldom(const struct peer *peer, uint32_t frames)
{
	peer_push_parameter(peer, UINT32_MAX, 1);
	driver_play(peer, frames, 1);
	driver_play(peer, 0, 1);
	driver_play(peer, WIRE_FRAMES_MAX + 1, 1);
	driver_play(peer, frames, 1);
	for (uint32_t request = WIRE_REQUEST_SAVE_STATE; request <= WIRE_REQUEST_RESTORE_STATE; request++) {
		if (!peer_ask(peer, request)) {
			fprintf(stderr, "driver: no reply to request %u\n", request);
			exit(1);
		}
		driver_play(peer, frames, 10);
	}
	driver_sleep_ns(150000000);
	driver_play(peer, frames, 100);
}

static void print_counts(const char *name, const struct counts *from, const struct counts *to)
{
	printf("\"%s\":{\"heap\":%llu,\"locks\":%llu,\"files\":%llu}", name, (unsigned long long)(to->heap - from->heap),
	    (unsigned long long)(to->locks - from->locks), (unsigned long long)(to->files - from->files));
}

static int measure(const struct peer *peer, const struct heap_counters *counters, uint32_t blocks)
{
	const struct counts none = {0};
	struct counts first, warm, played, end, main_thread;
	const pid_t thread = peer_thread(peer, "maolan-audio");
	driver_play(peer, DRIVER_FRAMES, 1);
	if (count(counters, thread, &first) == 0) {
		fprintf(stderr, "driver: what the audio thread calls was not counted\n");
		return 1;
	}
	driver_play(peer, DRIVER_FRAMES, WARM_BLOCKS);
	count(counters, thread, &warm);
	driver_play(peer, DRIVER_FRAMES, blocks);
	count(counters, thread, &played);
	play_seldom(peer, DRIVER_FRAMES);
	count(counters, thread, &end);
	count(counters, peer->pid, &main_thread);
	printf("{\"warmBlocks\":%d,", WARM_BLOCKS);
	print_counts("duringWarmBlocks", &first, &warm);
	printf(",");
	print_counts("duringBlocks", &warm, &played);
	printf(",");
	print_counts("duringSeldom", &played, &end);
	printf(",");
	print_counts("mainThread", &none, &main_thread);
	printf("}\n");
	return 0;
}

int command_heap(const struct peer_options *subject, char **arguments)
{
	const struct heap_counters *counters = map_counters(arguments[4]);
	char preload[4096], file[4096];
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s", arguments[3]);
	snprintf(file, sizeof file, "HEAP_COUNTER_FILE=%s", arguments[4]);
	const char *const environment[] = {preload, file, NULL};
	struct peer_options options = *subject;
	options.executable = arguments[2];
	options.environment = environment;
	if (!counters || !peer_protocol_of(arguments[0], &options.protocol)) {
		fprintf(stderr, "driver: cannot map %s, or %s is not a protocol\n", arguments[4], arguments[0]);
		return 1;
	}
	struct peer peer;
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	const int code = measure(&peer, counters, driver_number(arguments[1]));
	driver_stop(&peer);
	return code;
}
