/* The two threads of a plugin: main (this program's own) and one named "audio". */
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"
#include "os.h"

#define COLLECTED_MAX 4096

static sem_t begin, done;
static int32_t status;
static int blocks;
static bool resting;
static long race_end_ms;
static uint32_t raced_blocks;
static struct event collected[COLLECTED_MAX];
static uint32_t collected_count;
static int32_t requests_meanwhile; /* not read yet */

static uint32_t offset_in_memory(const void *part)
{
	return (uint32_t)((const char *)part - (const char *)memory);
}

static void run_block(void)
{
	struct block *block = &memory->block;
	block->output_event_count = 0;
	block->output_data_bytes = 0;
	status = plugin->process(plugin);
	for (uint32_t i = 0; i < block->output_event_count && collected_count < COLLECTED_MAX; i++)
		collected[collected_count++] = memory->output_events[i];
	block->event_count = 0;
	if (block->transport.playing)
		block->transport.playhead_sample += block->frames;
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The first parameter moves in every block; one block at least, however late this thread is. */
static void race_blocks(void)
{
	do {
		if (memory->block.parameter_count > 0)
			memory->events[memory->block.event_count++] =
			    (struct event){.kind = EVENT_PARAMETER, .value = (double)(raced_blocks++ % 1024) / 1024};
		run_block();
	} while (now_ms() < race_end_ms);
}

static void *audio_thread(void *unused)
{
	(void)unused;
	while (sem_wait(&begin) == 0) {
		if (blocks < 0)
			race_blocks();
		for (int i = 0; i < blocks; i++)
			run_block();
		if (resting)
			plugin->rest(plugin);
		sem_post(&done);
	}
	return NULL;
}

void init_memory(void)
{
	memory = aligned_alloc(64, (sizeof(*memory) + 63) & ~(size_t)63);
	memset(memory, 0, sizeof(*memory));
	struct block *block = &memory->block;
	block->record_bytes = sizeof(struct block);
	block->events_at = offset_in_memory(memory->events);
	block->output_events_at = offset_in_memory(memory->output_events);
	block->data_at = offset_in_memory(memory->data);
	block->output_data_at = offset_in_memory(memory->output_data);
	block->parameter_ids_at = offset_in_memory(memory->ids);
	block->parameter_minimums_at = offset_in_memory(memory->minimums);
	block->parameter_maximums_at = offset_in_memory(memory->maximums);
	block->parameter_values_at = offset_in_memory(memory->values);
	for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++) {
		block->inputs_at[i] = offset_in_memory(memory->inputs[i]);
		block->outputs_at[i] = offset_in_memory(memory->outputs[i]);
	}
	pthread_t thread;
	sem_init(&begin, 0, 0);
	sem_init(&done, 0, 0);
	pthread_create(&thread, NULL, audio_thread, NULL);
	pthread_setname_np(thread, "audio");
	pthread_detach(thread);
}

/* A block that waits for the main thread is served, after a while: none of the others takes so long. */
static void wait_until_done(void)
{
	struct timespec limit;
	clock_gettime(CLOCK_REALTIME, &limit);
	do {
		limit.tv_nsec += 20000000;
		limit.tv_sec += limit.tv_nsec / 1000000000;
		limit.tv_nsec %= 1000000000;
		if (&idles_meanwhile && sem_timedwait(&done, &limit) == 0)
			return;
		if (&idles_meanwhile)
			requests_meanwhile |= plugin_idle(plugin);
	} while (&idles_meanwhile);
	sem_wait(&done);
}

int32_t run_blocks(uint32_t frames, int times)
{
	memory->block.frames = frames;
	blocks = times;
	sem_post(&begin);
	wait_until_done();
	return status;
}

void rest_plugin(void)
{
	if (!plugin || !plugin->rest)
		return;
	resting = true;
	run_blocks(memory->block.frames, 0);
	resting = false;
}

void print_output_events(void)
{
	for (uint32_t i = 0; i < collected_count; i++) {
		const struct event *event = &collected[i];
		printf("event %u kind %u port %u index %u", event->sample_offset, event->kind, event->port, event->index);
		if (event->kind == EVENT_MIDI)
			printf(" bytes %u %u %u", event->bytes[0], event->bytes[1], event->bytes[2]);
		else if (event->kind == EVENT_PARAMETER || event->kind == EVENT_MODULATION)
			printf(" value %.9g", event->value);
		printf("\n");
	}
	printf("events %u\n", collected_count);
	collected_count = 0;
}

void restart(void)
{
	rest_plugin();
	printf("restarted %d\n", plugin_restart(plugin));
}

static void grant(int32_t requests)
{
	if (requests & PLUGIN_REQUEST_RESTART)
		restart();
	if (requests & PLUGIN_REQUEST_FLUSH)
		printf("flushed %d\n", run_blocks(0, 1));
}

static void print_log(void)
{
	char line[512];
	while (log_take(line) > 0)
		printf("log %s\n", line);
}

/* Wait until the shim wakes the main thread: true, or false at the deadline. */
static bool woken(long deadline)
{
	struct pollfd wake = {.fd = notify_open(), .events = POLLIN};
	char bytes[64];
	const long left = deadline - now_ms();
	if (left < 0 || poll(&wake, 1, (int)left) <= 0)
		return false;
	while (read(wake.fd, bytes, sizeof(bytes)) > 0)
		;
	return true;
}

void idle(int milliseconds, bool obey)
{
	const long deadline = now_ms() + milliseconds;
	int32_t all = requests_meanwhile;
	requests_meanwhile = 0;
	if (obey)
		grant(all);
	while (woken(deadline)) {
		const int32_t requests = plugin_idle(plugin);
		all |= requests;
		if (obey)
			grant(requests);
	}
	print_log();
	printf("idle requests%s%s%s%s\n", all & PLUGIN_REQUEST_RESTART ? " restart" : "",
	    all & PLUGIN_REQUEST_FLUSH ? " flush" : "", all & PLUGIN_REQUEST_SAVE ? " save" : "",
	    all & PLUGIN_REQUEST_DESCRIBE ? " describe" : "");
}

void race(int milliseconds, uint32_t frames)
{
	struct plugin_parameter parameter;
	struct plugin_description description;
	int saves = 0;
	memory->block.frames = frames;
	blocks = -1;
	race_end_ms = now_ms() + milliseconds;
	sem_post(&begin);
	/* A little longer than the blocks: the last of them meets a busy main thread too. */
	while (now_ms() < race_end_ms + 10) {
		plugin_idle(plugin);
		saves += plugin_state_save(plugin) >= 0;
		plugin_parameter(plugin, 0, &parameter);
		plugin_describe(plugin, &description);
	}
	sem_wait(&done);
	printf("raced %d %s last %.17g\n", status, saves > 0 ? "saved" : "never saved",
	    (double)((raced_blocks + 1023) % 1024) / 1024);
}
