/*
 * The DAW of the benchmark: plays blocks, measures from the store of the header to the return of read, prints JSON.
 *
 *   driver compare <core> <plugin> <frames> <blocks> <chunk> <period-ns> <events> <host> <floor>
 *   driver start <plugin> <count> <host>
 *   driver heap <plugin> <blocks> <host> <library> <counter-file>
 *   driver gc <plugin> <blocks> <host> <trace-file>
 *
 * core: all processes on this one, or -1. chunk: blocks after which host and floor take turns. period-ns: 0 for back to
 * back.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "heap-counter.h"
#include "peer.h"

/* WARM_BLOCKS: V8 still recompiles the audio thread's loop within the first blocks. */
enum { FIRST_BLOCKS = 1000, WARM_BLOCKS = 20000, FRAMES = 256 };

static uint32_t number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 10);
}

static void pin(int core)
{
	if (core < 0)
		return;
	cpu_set_t cores;
	CPU_ZERO(&cores);
	CPU_SET((size_t)core, &cores);
	sched_setaffinity(0, sizeof cores, &cores);
}

/* Stop with an error unless the block was answered. */
static void play_block(const struct peer *peer, uint32_t frames)
{
	if (peer_block(peer, frames))
		return;
	fprintf(stderr, "driver: no reply to a block\n");
	exit(1);
}

static void play_blocks(const struct peer *peer, uint32_t blocks)
{
	for (uint32_t i = 0; i < blocks; i++)
		play_block(peer, FRAMES);
}

/* ---- compare ---- */

struct run {
	uint32_t frames, chunk, events;
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
		const uint64_t start_ns = now_ns();
		play_block(&measured->peer, run->frames);
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

static void print_measured(const char *name, struct measured *measured)
{
	uint32_t *ns = measured->latency_ns;
	const uint32_t count = measured->blocks, first = count < FIRST_BLOCKS ? count : FIRST_BLOCKS;
	const uint32_t first_max = max_of(ns, first), later_max = max_of(ns + first, count - first);
	qsort(ns, count, sizeof *ns, by_value);
	printf("\"%s\":{\"min\":%u,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u,", name, ns[0], ns[count / 2],
	    ns[(uint64_t)count * 90 / 100], ns[(uint64_t)count * 99 / 100], ns[(uint64_t)count * 999 / 1000],
	    ns[count - 1]);
	printf("\"firstMax\":%u,\"laterMax\":%u,\"cpuPerBlock\":%llu}", first_max, later_max,
	    (unsigned long long)(measured->cpu_ns / count));
}

static void start_measured(
    struct measured *measured, const char *executable, const char *plugin, const struct run *run, uint32_t blocks)
{
	const struct peer_options options = {.executable = executable, .plugin = plugin, .frames = run->frames};
	measured->latency_ns = malloc((blocks + run->chunk) * sizeof *measured->latency_ns);
	peer_start(&measured->peer, &options);
	peer_wait_ready(&measured->peer);
}

static int compare(char **arguments)
{
	const char *plugin = arguments[1];
	const uint32_t blocks = number(arguments[3]);
	const struct run run = {.frames = number(arguments[2]),
	    .chunk = number(arguments[4]),
	    .period_ns = strtoull(arguments[5], NULL, 10),
	    .events = number(arguments[6])};
	struct measured host = {0}, lowest = {0};
	pin(atoi(arguments[0]));
	prctl(PR_SET_TIMERSLACK, 1);
	start_measured(&host, arguments[7], plugin, &run, blocks);
	start_measured(&lowest, arguments[8], plugin, &run, blocks);
	/* In turn, and each in turn first, so that what the machine does meanwhile falls on both. */
	for (uint32_t turn = 0; host.blocks < blocks; turn++) {
		play_chunk(turn % 2 ? &lowest : &host, &run);
		play_chunk(turn % 2 ? &host : &lowest, &run);
	}
	printf("{");
	print_measured("host", &host);
	printf(",");
	print_measured("floor", &lowest);
	const int host_code = peer_stop(&host.peer), floor_code = peer_stop(&lowest.peer);
	printf(",\"hostExit\":%d,\"floorExit\":%d}\n", host_code, floor_code);
	return 0;
}

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
static int start(char **arguments)
{
	const struct peer_options options = {.plugin = arguments[0], .executable = arguments[2], .frames = FRAMES};
	const uint32_t count = number(arguments[1]);
	printf("{\"starts\":[");
	for (uint32_t i = 0; i < count; i++) {
		struct peer peer;
		const uint64_t start_ns = now_ns();
		peer_start(&peer, &options);
		peer_wait_ready(&peer);
		const uint64_t ready_ns = now_ns() - start_ns;
		play_block(&peer, FRAMES);
		const uint64_t first_block_ns = now_ns() - start_ns;
		printf("%s{\"ready\":%llu,\"firstBlock\":%llu}", i ? "," : "", (unsigned long long)ready_ns,
		    (unsigned long long)first_block_ns);
		if (i + 1 == count) {
			play_blocks(&peer, 1000);
			printf("],");
			print_memory(&peer);
		}
		peer_stop(&peer);
	}
	printf("}\n");
	return 0;
}

/* ---- heap ---- */

static uint64_t heap_calls(const struct heap_counters *counters, pid_t thread)
{
	for (uint32_t i = 0; i < HEAP_SLOTS; i++)
		if (counters->slots[i].thread == (uint32_t)thread)
			return counters->slots[i].calls;
	return 0;
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

static int heap(char **arguments)
{
	const struct heap_counters *counters = map_counters(arguments[4]);
	char preload[4096], file[4096];
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s", arguments[3]);
	snprintf(file, sizeof file, "HEAP_COUNTER_FILE=%s", arguments[4]);
	const char *const environment[] = {preload, file, NULL};
	const struct peer_options options = {
	    .plugin = arguments[0], .executable = arguments[2], .frames = FRAMES, .environment = environment};
	const uint32_t blocks = number(arguments[1]);
	struct peer peer;
	if (!counters) {
		fprintf(stderr, "driver: cannot map %s\n", arguments[4]);
		return 1;
	}
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	play_block(&peer, FRAMES);
	const pid_t thread = peer_thread(&peer, "maolan-audio");
	const uint64_t first = heap_calls(counters, thread);
	play_blocks(&peer, WARM_BLOCKS);
	const uint64_t before = heap_calls(counters, thread);
	play_blocks(&peer, blocks);
	const uint64_t after = heap_calls(counters, thread);
	printf("{\"thread\":%d,\"counting\":%s,\"warmBlocks\":%d,\"duringWarmBlocks\":%llu,\"duringBlocks\":%llu}\n",
	    (int)thread, counters->used > 0 ? "true" : "false", WARM_BLOCKS, (unsigned long long)(before - first),
	    (unsigned long long)(after - before));
	peer_stop(&peer);
	return 0;
}

/* ---- gc ---- */

/* Prints how long the trace was when the blocks began: what stands after it was collected while they played. */
static int gc(char **arguments)
{
	static const char *const environment[] = {"MAOLAN_HOST_TRACE_GC=1", NULL};
	const struct peer_options options = {.plugin = arguments[0],
	    .executable = arguments[2],
	    .frames = FRAMES,
	    .environment = environment,
	    .stdout_path = arguments[3]};
	const uint32_t blocks = number(arguments[1]);
	struct peer peer;
	struct stat trace = {0};
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	stat(arguments[3], &trace);
	play_blocks(&peer, blocks);
	printf("{\"bytesBeforeBlocks\":%lld}\n", (long long)trace.st_size);
	peer_stop(&peer);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int arguments;
		int (*run)(char **arguments);
	} commands[] = {{"compare", 9, compare}, {"start", 3, start}, {"heap", 5, heap}, {"gc", 4, gc}};
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (argc == commands[i].arguments + 2 && strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argv + 2);
	fprintf(stderr, "driver: wrong arguments; the comment at the head of driver.c has them\n");
	return 2;
}
