/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plugins without a host process: several in one process, opened and closed repeatedly, all on one thread. Provides
 * what the core's memory would contain, and a block.
 */
#include <dlfcn.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "fp-mode.h"
#include "record.h"

struct memory {
	struct block block; /* must be first: its address is the base */
	struct event events[BLOCK_EVENTS_MAX];
	struct event output_events[BLOCK_EVENTS_MAX];
	uint8_t data[BLOCK_DATA_BYTES];
	uint8_t output_data[BLOCK_DATA_BYTES];
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float minimums[BLOCK_PARAMETERS_MAX];
	float maximums[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
	_Alignas(16) float inputs[BLOCK_CHANNELS_MAX][BLOCK_PLANE_FRAMES];
	_Alignas(16) float outputs[BLOCK_CHANNELS_MAX][BLOCK_PLANE_FRAMES];
};

void *probe_memory(void)
{
	struct memory *memory = aligned_alloc(64, (sizeof *memory + 63) & ~(size_t)63);
	if (memory == NULL)
		return NULL;
	memset(memory, 0, sizeof *memory);
	struct block *block = &memory->block;
	block->record_bytes = sizeof *block;
	block->events_at = offsetof(struct memory, events);
	block->output_events_at = offsetof(struct memory, output_events);
	block->data_at = offsetof(struct memory, data);
	block->output_data_at = offsetof(struct memory, output_data);
	block->parameter_ids_at = offsetof(struct memory, ids);
	block->parameter_minimums_at = offsetof(struct memory, minimums);
	block->parameter_maximums_at = offsetof(struct memory, maximums);
	block->parameter_values_at = offsetof(struct memory, values);
	for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++) {
		block->inputs_at[i] = (uint32_t)(offsetof(struct memory, inputs) + i * sizeof memory->inputs[0]);
		block->outputs_at[i] = (uint32_t)(offsetof(struct memory, outputs) + i * sizeof memory->outputs[0]);
	}
	return memory;
}

void probe_free(void *memory)
{
	free(memory);
}

int32_t probe_leaks(void)
{
	int (*check)(void);
	*(void **)&check = dlsym(RTLD_DEFAULT, "__lsan_do_recoverable_leak_check");
	if (check == NULL)
		return PLUGIN_NOT_SUPPORTED;
	check();
	return PLUGIN_OK;
}

static void fill_inputs(struct memory *memory, uint32_t frames, float level)
{
	uint32_t random = 1;
	for (uint32_t channel = 0; channel < BLOCK_CHANNELS_MAX; channel++)
		for (uint32_t i = 0; i < frames; i++) {
			random = random * 1664525u + 1013904223u;
			memory->inputs[channel][i] = level * ((float)(random >> 8) / (float)(1u << 23) - 1);
		}
}

float probe_peak(void *base)
{
	const struct memory *memory = base;
	float peak = 0;
	for (uint32_t channel = 0; channel < memory->block.output_channels && channel < BLOCK_CHANNELS_MAX; channel++)
		for (uint32_t i = 0; i < memory->block.frames && i < BLOCK_FRAMES_MAX; i++)
			peak = fmaxf(peak, fabsf(memory->outputs[channel][i]));
	return peak;
}

/* glibc's struct mallinfo2. The packages are compiled against a glibc that lacks it; before 2.33 the result is 0. */
struct heap_info {
	size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};

double probe_heap_bytes(void)
{
	struct heap_info (*heap_info)(void);
	*(void **)(&heap_info) = dlsym(RTLD_DEFAULT, "mallinfo2");
	if (heap_info == NULL)
		return 0;
	const struct heap_info info = heap_info();
	return (double)info.uordblks + (double)info.hblkhd;
}

int32_t probe_run(struct plugin *plugin, void *memory, uint32_t frames, float level)
{
	struct block *block = memory;
	const uint64_t mode = fp_mode_get();
	fill_inputs(memory, frames, level);
	block->frames = frames;
	block->event_count = block->output_event_count = block->output_data_bytes = 0;
	fp_mode_set(mode | FP_MODE_FLUSH_DENORMALS);
	const int32_t status = plugin->process(plugin);
	fp_mode_set(mode);
	return status;
}
