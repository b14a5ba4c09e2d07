/* The audio thread. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "driver-host.h"
#include "driver.h"

static atomic_bool playing;
static pthread_t thread;

struct job {
	uint32_t frames;
	int count;
};

static void run_block(uint32_t frames)
{
	struct block *block = &memory->block;
	block->frames = frames;
	block->output_event_count = 0;
	const int32_t status = plugin->process(plugin);
	if (status != PLUGIN_OK)
		printf("process %d\n", status);
	for (uint32_t i = 0; i < block->output_event_count; i++)
		printf("event %u %u\n", memory->output_events[i].kind, memory->output_events[i].index);
}

static void *run_blocks(void *argument)
{
	const struct job *job = argument;
	for (int i = 0; i < job->count; i++)
		run_block(job->frames);
	return NULL;
}

void audio_run(uint32_t frames, int count)
{
	struct job job = {frames, count};
	pthread_t runner;
	pthread_create(&runner, NULL, run_blocks, &job);
	pthread_join(runner, NULL);
}

static void *run_on(void *argument)
{
	const uint32_t frames = (uint32_t)(uintptr_t)argument;
	const struct timespec period = {0, (long)(frames * 1e9 / 48000)};
	while (atomic_load(&playing)) {
		run_block(frames);
		nanosleep(&period, NULL);
	}
	return NULL;
}

void audio_start(uint32_t frames)
{
	atomic_store(&playing, true);
	pthread_create(&thread, NULL, run_on, (void *)(uintptr_t)frames);
}

void audio_stop(void)
{
	if (atomic_exchange(&playing, false))
		pthread_join(thread, NULL);
}
