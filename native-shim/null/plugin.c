/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pass-through plugin that copies its input to its output, 32 channels wide. It has no parameters and no state, and
 * announces no note ports, but accepts notes: where it replaces another plugin, notes must not be left for that
 * plugin's return. DAWs test their hosts with it.
 */
#include "plugin.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

struct null_instance {
	struct plugin head; /* must be first */
	uint8_t *base;
	struct block *block;
};

/* [audio-thread] */
static int32_t copy_planes(struct plugin *plugin)
{
	const struct null_instance *instance = (const struct null_instance *)plugin;
	const struct block *block = instance->block;
	if (!block || block->frames > BLOCK_FRAMES_MAX)
		return PLUGIN_ERROR;
	for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++)
		memcpy(
		    instance->base + block->outputs_at[i], instance->base + block->inputs_at[i], block->frames * sizeof(float));
	return PLUGIN_OK;
}

int32_t plugin_abi(void)
{
	return PLUGIN_ABI;
}

struct plugin *plugin_open(const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes)
{
	(void)spec; /* there is only one */
	(void)options;
	struct null_instance *instance = calloc(1, sizeof(*instance));
	if (!instance) {
		message_set(&(struct message){error, error_bytes}, "Failed to create the null plugin: out of memory");
		return NULL;
	}
	instance->head.process = copy_planes;
	return &instance->head;
}

void plugin_describe(struct plugin *plugin, struct plugin_description *description)
{
	(void)plugin;
	*description = (struct plugin_description){
	    .name = "null", .audio_inputs = BLOCK_CHANNELS_MAX, .audio_outputs = BLOCK_CHANNELS_MAX};
}

int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block)
{
	struct null_instance *instance = (struct null_instance *)plugin;
	if (block->record_bytes != sizeof(struct block))
		return PLUGIN_ERROR;
	instance->base = base;
	instance->block = block;
	block->parameter_count = 0;
	block->input_channels = block->output_channels = BLOCK_CHANNELS_MAX;
	block->midi_inputs = 16;
	block->midi_outputs = 0;
	block->latency_samples = 0;
	return PLUGIN_OK;
}

int32_t plugin_activate(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_OK;
}

void plugin_deactivate(struct plugin *plugin)
{
	(void)plugin;
}

int32_t plugin_idle(struct plugin *plugin)
{
	(void)plugin;
	return 0;
}

int32_t plugin_restart(struct plugin *plugin)
{
	(void)plugin;
	return PLUGIN_OK;
}

void plugin_close(struct plugin *plugin)
{
	free(plugin);
}
