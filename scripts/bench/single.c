/* What a single host costs: its start, its memory, its heap calls, its garbage collections. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"
#include "heap-counter.h"
#include "wire.h"

enum { WARM_BLOCKS = 20000 };

/* ---- start ---- */

static void print_memory(const struct peer *peer)
{
	static const char *const fields[] = {
	    "Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty"};
	printf("\"memoryKib\":{");
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		printf("%s\"%s\":%llu", i ? "," : "", fields[i], (unsigned long long)peer_memory_kib(peer, fields[i]));
	printf("}");
}

/* One start after the other; the memory is that of the last, after 1000 blocks. */
int command_start(const struct peer_options *subject, char **arguments)
{
	struct peer_options options = *subject;
	const uint32_t count = driver_number(arguments[0]);
	options.executable = arguments[1];
	printf("{\"starts\":[");
	for (uint32_t i = 0; i < count; i++) {
		struct peer peer;
		const uint64_t start_ns = now_ns();
		peer_start(&peer, &options);
		peer_wait_ready(&peer);
		const uint64_t ready_ns = now_ns() - start_ns;
		driver_play(&peer, options.frames, 1);
		const uint64_t first_block_ns = now_ns() - start_ns;
		printf("%s{\"ready\":%llu,\"firstBlock\":%llu}", i ? "," : "", (unsigned long long)ready_ns,
		    (unsigned long long)first_block_ns);
		if (i + 1 == count) {
			driver_play(&peer, options.frames, 1000);
			printf("],");
			print_memory(&peer);
		}
		driver_stop(&peer);
	}
	printf("}\n");
	return 0;
}

/* ---- heap ---- */

/* The thread's slot, or NULL. Every thread of the host uses the heap while it starts, so none means that counting
   failed. */
static const struct heap_slot *find_slot(const struct heap_counters *counters, pid_t thread)
{
	for (uint32_t i = 0; thread != 0 && i < HEAP_SLOTS; i++)
		if (counters->slots[i].thread == (uint32_t)thread)
			return &counters->slots[i];
	return NULL;
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

/* What happens seldom, and must not allocate either: an unknown parameter, a block of no size, a saved state, a DAW
   that stood still. */
static void play_seldom(const struct peer *peer, uint32_t frames)
{
	const struct timespec pause = {0, 150000000};
	peer_push_parameter(peer, UINT32_MAX, 1);
	driver_play(peer, frames, 1);
	driver_play(peer, 0, 1);
	driver_play(peer, frames, 1);
	wire_store(peer->segment, WIRE_AT_REQUEST_TYPE, WIRE_REQUEST_SAVE_STATE);
	driver_play(peer, frames, 1);
	nanosleep(&pause, NULL);
	driver_play(peer, frames, 100);
}

int command_heap(const struct peer_options *subject, char **arguments)
{
	const uint32_t blocks = driver_number(arguments[0]);
	const struct heap_counters *counters = map_counters(arguments[3]);
	char preload[4096], file[4096];
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s", arguments[2]);
	snprintf(file, sizeof file, "HEAP_COUNTER_FILE=%s", arguments[3]);
	const char *const environment[] = {preload, file, NULL};
	struct peer_options options = *subject;
	options.executable = arguments[1];
	options.environment = environment;
	if (!counters) {
		fprintf(stderr, "driver: cannot map %s\n", arguments[3]);
		return 1;
	}
	struct peer peer;
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	driver_play(&peer, options.frames, 1);
	const struct heap_slot *slot = find_slot(counters, peer_thread(&peer, "maolan-audio"));
	if (!slot) {
		fprintf(stderr, "driver: the audio thread's heap calls were not counted\n");
		return 1;
	}
	const uint64_t first = slot->calls;
	driver_play(&peer, options.frames, WARM_BLOCKS);
	const uint64_t before = slot->calls;
	driver_play(&peer, options.frames, blocks);
	const uint64_t after = slot->calls;
	play_seldom(&peer, options.frames);
	const uint64_t end = slot->calls;
	printf("{\"warmBlocks\":%d,\"duringWarmBlocks\":%llu,\"duringBlocks\":%llu,\"duringSeldom\":%llu}\n", WARM_BLOCKS,
	    (unsigned long long)(before - first), (unsigned long long)(after - before), (unsigned long long)(end - after));
	driver_stop(&peer);
	return 0;
}

/* ---- garbage collections ---- */

/* Prints how long the trace was when the blocks began: what stands after it was collected while they played. */
int command_collections(const struct peer_options *subject, char **arguments)
{
	struct peer_options options = *subject;
	options.executable = arguments[1];
	options.stdout_path = arguments[2];
	struct peer peer;
	struct stat trace = {0};
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	stat(options.stdout_path, &trace);
	driver_play(&peer, options.frames, driver_number(arguments[0]));
	printf("{\"bytesBeforeBlocks\":%lld}\n", (long long)trace.st_size);
	driver_stop(&peer);
	return 0;
}
