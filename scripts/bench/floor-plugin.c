/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads the real plugin into the floor, through the host's library. */
#include "floor-plugin.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"
#include "wire.h"

/* Everything that the plugin works on, in one object: the record's offsets count from its start. */
static _Alignas(64) struct {
	struct block block;
	struct event events[BLOCK_EVENTS_MAX];
	struct event output_events[BLOCK_EVENTS_MAX];
	uint8_t data[BLOCK_DATA_BYTES];
	uint8_t output_data[BLOCK_DATA_BYTES];
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float minimums[BLOCK_PARAMETERS_MAX];
	float maximums[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
	_Alignas(64) float inputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
	_Alignas(64) float outputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
} memory;

static struct plugin *plugin;
static void (*close_plugin)(struct plugin *plugin);

/* ---- open and close ---- */

static uint32_t offset_of(const void *part)
{
	return (uint32_t)((const char *)part - (const char *)&memory);
}

static void describe_memory(void)
{
	struct block *block = &memory.block;
	block->record_bytes = sizeof *block;
	block->events_at = offset_of(memory.events);
	block->output_events_at = offset_of(memory.output_events);
	block->data_at = offset_of(memory.data);
	block->output_data_at = offset_of(memory.output_data);
	block->parameter_ids_at = offset_of(memory.ids);
	block->parameter_minimums_at = offset_of(memory.minimums);
	block->parameter_maximums_at = offset_of(memory.maximums);
	block->parameter_values_at = offset_of(memory.values);
	for (uint32_t channel = 0; channel < BLOCK_CHANNELS_MAX; channel++) {
		block->inputs_at[channel] = offset_of(memory.inputs[channel]);
		block->outputs_at[channel] = offset_of(memory.outputs[channel]);
	}
}

static void *load(const char *folder, const char *name, int flags)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/libmaolan-%s.so", folder, name);
	void *library = dlopen(path, RTLD_NOW | flags);
	if (!library)
		fprintf(stderr, "floor: %s\n", dlerror());
	return library;
}

bool floor_plugin_open(const struct floor_plugin_options *from)
{
	/* First and with global symbols, as in the host: the formats look up its functions. */
	void *os = load(from->libraries, "os", RTLD_GLOBAL);
	void *library = os ? load(from->libraries, from->format, RTLD_LOCAL) : NULL;
	if (!library)
		return false;
	__typeof__(plugin_open) *open_plugin = dlsym(library, "plugin_open");
	__typeof__(plugin_bind) *bind = dlsym(library, "plugin_bind");
	__typeof__(plugin_activate) *activate = dlsym(library, "plugin_activate");
	close_plugin = dlsym(library, "plugin_close");
	const struct plugin_options options = {.sample_rate = atof(from->sample_rate),
	    .frames_max = (uint32_t)atoi(from->frames_max),
	    .input_channels = (uint32_t)atoi(from->input_channels),
	    .output_channels = (uint32_t)atoi(from->output_channels),
	    .instance_id = from->instance_id};
	char error[512] = "plugin_open, plugin_bind, plugin_activate or plugin_close is missing in its library";
	if (open_plugin && bind && activate && close_plugin)
		plugin = open_plugin(from->spec, &options, error, sizeof error);
	if (!plugin) {
		fprintf(stderr, "floor: %s\n", error);
		return false;
	}
	describe_memory();
	if (bind(plugin, &memory, &memory.block) == PLUGIN_OK && activate(plugin) == PLUGIN_OK)
		return true;
	fprintf(stderr, "floor: %s could not be bound or activated\n", from->spec);
	return false;
}

void floor_plugin_close(void)
{
	close_plugin(plugin);
}

/* ---- one block ---- */

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
/* With FTZ and DAZ set, as the ABI requires. */
static void run_plugin(void)
{
	const unsigned mode = _mm_getcsr();
	_mm_setcsr(mode | 0x8040u);
	plugin->process(plugin);
	_mm_setcsr(mode);
}
#elif defined(__aarch64__)
static void run_plugin(void)
{
	uint64_t mode;
	__asm__ volatile("mrs %0, fpcr" : "=r"(mode));
	__asm__ volatile("msr fpcr, %0" : : "r"(mode | 1u << 24));
	plugin->process(plugin);
	__asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
static void run_plugin(void)
{
	plugin->process(plugin);
}
#endif

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Turns parameter changes into events for the plugin. The benchmark sends only valid ones, in order. */
static void receive_events(unsigned char *segment)
{
	struct block *block = &memory.block;
	const uint32_t write_index = wire_load(segment, WIRE_AT_PARAMETER_WRITE);
	uint32_t read_index = wire_load(segment, WIRE_AT_PARAMETER_READ), count = 0;
	for (; read_index != write_index && count < BLOCK_EVENTS_MAX; read_index++) {
		struct wire_event from;
		const uint32_t slot = read_index % WIRE_RING_SLOTS;
		memcpy(&from, segment + WIRE_AT_PARAMETER_SLOTS + slot * WIRE_SLOT_BYTES, sizeof from);
		uint32_t index = 0;
		while (index < block->parameter_count && memory.ids[index] != from.parameter)
			index++;
		if (index < block->parameter_count)
			memory.events[count++] = (struct event){
			    .sample_offset = from.sample_offset, .kind = EVENT_PARAMETER, .index = index, .value = from.value};
	}
	wire_store(segment, WIRE_AT_PARAMETER_READ, read_index);
	block->event_count = count;
}

/* After the parameter changes; the benchmark sends one or the other, so the list stays sorted. */
static void receive_midi(unsigned char *segment, const struct wire_layout *layout)
{
	struct block *block = &memory.block;
	const uint32_t write_index = wire_load(segment, layout->midi_write);
	uint32_t read_index = wire_load(segment, layout->midi_read);
	for (; read_index != write_index && block->event_count < BLOCK_EVENTS_MAX; read_index++) {
		struct wire_midi from;
		const uint32_t slot = read_index % WIRE_RING_SLOTS;
		memcpy(&from, segment + layout->midi_slots + slot * WIRE_SLOT_BYTES, sizeof from);
		struct event *event = &memory.events[block->event_count++];
		*event = (struct event){.sample_offset = from.sample_offset, .kind = EVENT_MIDI, .index = 3};
		memcpy(event->bytes, from.data, sizeof from.data);
	}
	wire_store(segment, layout->midi_read, read_index);
}

static void receive_transport(const unsigned char *segment, const struct wire_layout *layout)
{
	struct wire_transport from;
	memcpy(&from, segment + layout->transport, WIRE_TRANSPORT_BYTES);
	memory.block.transport = (struct block_transport){.playhead_sample = from.playhead_sample,
	    .tempo = from.tempo,
	    .numerator = from.numerator,
	    .denominator = from.denominator,
	    .playing = from.flags & 1u};
}

void floor_plugin_process(unsigned char *segment, const struct wire_layout *layout)
{
	struct block *block = &memory.block;
	block->frames = least(wire_load(segment, WIRE_AT_FRAMES), BLOCK_FRAMES_MAX);
	block->output_event_count = 0;
	receive_events(segment);
	receive_midi(segment, layout);
	receive_transport(segment, layout);
	const uint32_t inputs = least(wire_load(segment, WIRE_AT_INPUTS), block->input_channels);
	const uint32_t outputs = least(wire_load(segment, WIRE_AT_OUTPUTS), block->output_channels);
	for (uint32_t channel = 0; channel < inputs; channel++)
		memcpy(memory.inputs[channel], wire_plane(segment, channel, 0), block->frames * sizeof(float));
	run_plugin();
	for (uint32_t channel = 0; channel < outputs; channel++)
		memcpy(wire_plane(segment, channel, 1), memory.outputs[channel], block->frames * sizeof(float));
}
