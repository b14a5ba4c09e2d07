/* The memory that the core would share with the shim: the block record and all that it points to. */
#ifndef DRIVER_MEMORY_H
#define DRIVER_MEMORY_H

#include <stdlib.h>
#include <string.h>

#include "block.h"

/* Base address and all that the core would have in its memory. */
struct memory {
	struct block block;
	struct event events[BLOCK_EVENTS_MAX];
	struct event output_events[BLOCK_EVENTS_MAX];
	uint8_t data[BLOCK_DATA_BYTES];
	uint8_t output_data[BLOCK_DATA_BYTES];
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float minimums[BLOCK_PARAMETERS_MAX];
	float maximums[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
	_Alignas(16) float inputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
	_Alignas(16) float outputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
};

static inline struct memory *memory_new(void)
{
	struct memory *memory = aligned_alloc(64, (sizeof(*memory) + 63) & ~(size_t)63);
	memset(memory, 0, sizeof(*memory));
	struct block *block = &memory->block;
	block->record_bytes = sizeof(struct block);
	block->events_at = offsetof(struct memory, events);
	block->output_events_at = offsetof(struct memory, output_events);
	block->data_at = offsetof(struct memory, data);
	block->output_data_at = offsetof(struct memory, output_data);
	block->parameter_ids_at = offsetof(struct memory, ids);
	block->parameter_minimums_at = offsetof(struct memory, minimums);
	block->parameter_maximums_at = offsetof(struct memory, maximums);
	block->parameter_values_at = offsetof(struct memory, values);
	for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++) {
		block->inputs_at[i] = (uint32_t)(offsetof(struct memory, inputs) + i * sizeof(memory->inputs[0]));
		block->outputs_at[i] = (uint32_t)(offsetof(struct memory, outputs) + i * sizeof(memory->outputs[0]));
	}
	return memory;
}

#endif
