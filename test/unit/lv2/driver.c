/*
 * Plays the core and the audio thread for libmaolan-lv2.so: reads one command per line from stdin, writes the answers
 * to stdout. Linked with the library for the tests, and built whole under AddressSanitizer.
 *
 * - open URI [rate] [frames_max] [instance]; bind; activate; deactivate; restart; close
 * - describe; parameters; set INDEX VALUE; value INDEX (in the table); record-bytes BYTES
 * - text INDEX VALUE (and choices); parse INDEX TEXT (_ for a space)
 * - input CHANNEL VALUE; ramp CHANNEL; poison VALUE (all outputs); output CHANNEL FIRST COUNT
 * - for the next block: event OFFSET INDEX VALUE; midi OFFSET PORT HEX; kind OFFSET KIND (of any event)
 * - transport PLAYHEAD TEMPO NUMERATOR DENOMINATOR PLAYING
 * - run FRAMES [TIMES]; run-until FRAME VALUE (of output 0)
 * - properties; set-property INDEX VALUE; idle
 * - rings (that plugin_bind asked for); notes; files; resources PATH
 * - save; put KEY TYPE FLAGS HEX; keep (put what was saved); restore
 * - environment NAME VALUE
 * - stream IN OUT BLOCK (files of interleaved floats, as many channels as the plugin has)
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memory.h"
#include "plugin.h"

static struct memory *memory;
static struct plugin *plugin;
static int32_t status;

static void *audio_thread(void *times)
{
	struct block *block = &memory->block;
	for (int i = 0; i < *(int *)times; i++) {
		block->output_event_count = 0;
		block->output_data_bytes = 0;
		status = plugin->process(plugin);
		block->event_count = 0;
		if (block->transport.playing)
			block->transport.playhead_sample += block->frames;
	}
	return NULL;
}

/* Blocks run on a separate thread, as in the host. */
static void run(uint32_t frames, int times)
{
	pthread_t thread;
	memory->block.frames = frames;
	pthread_create(&thread, NULL, audio_thread, &times);
	pthread_join(thread, NULL);
	printf("run %d latency %u\n", status, memory->block.latency_samples);
	for (uint32_t i = 0; i < memory->block.output_event_count; i++) {
		const struct event *event = &memory->output_events[i];
		if (event->kind == EVENT_PARAMETER) {
			printf("changed %u %u %.9g\n", event->sample_offset, event->index, event->value);
			continue;
		}
		const uint8_t *bytes = event->kind == EVENT_SYSEX ? memory->output_data + event->data_at : event->bytes;
		printf("midi %u %u %u %02x%02x%02x\n", event->sample_offset, event->port, event->index, bytes[0], bytes[1],
		    bytes[2]);
	}
}

/* Run blocks of 64 frames until the plugin reports value in frame FRAME of its first output; ten seconds at most. */
static void run_until(uint32_t frame, float value)
{
	for (int i = 0; i < 10000 && (i == 0 || memory->outputs[0][frame] < value); i++) {
		const struct timespec millisecond = {0, 1000000};
		nanosleep(&millisecond, NULL);
		run(64, 1);
	}
}

static void open_plugin(char **words)
{
	char error[1024] = "";
	const struct plugin_options options = {.sample_rate = words[2] ? atof(words[2]) : 48000,
	    .frames_max = words[2] && words[3] ? (uint32_t)atoi(words[3]) : 1024,
	    .input_channels = 2,
	    .output_channels = 2,
	    .instance_id = words[2] && words[3] && words[4] ? words[4] : "test"};
	plugin = plugin_open(words[1], &options, error, sizeof(error));
	printf(plugin ? "opened\n" : "error %s\n", error);
}

static void describe(void)
{
	struct plugin_description description;
	plugin_describe(plugin, &description);
	printf("description %s | parameters %u inputs %u outputs %u latency %u midi %u %u\n", description.name,
	    description.parameter_count, description.audio_inputs, description.audio_outputs, description.latency_samples,
	    description.midi_inputs, description.midi_outputs);
}

static void parameters(void)
{
	struct plugin_parameter parameter;
	for (uint32_t i = 0; plugin_parameter(plugin, i, &parameter) == PLUGIN_OK; i++)
		printf("parameter id %u flags %u %.9g..%.9g default %.9g value %.9g table %u %.9g..%.9g %.9g name %s\n",
		    parameter.id, parameter.flags, parameter.minimum, parameter.maximum, parameter.default_value,
		    parameter.value, memory->ids[i], (double)memory->minimums[i], (double)memory->maximums[i],
		    (double)memory->values[i], parameter.name);
}

static void text(uint32_t index, double value)
{
	char bytes[64];
	const int32_t count = plugin_parameter_text(plugin, index, value, bytes, sizeof(bytes));
	printf("text %d %.*s\n", count, count > 0 ? count : 0, bytes);
	for (uint32_t i = 0; plugin_parameter_choice(plugin, index, i, &value) == PLUGIN_OK; i++)
		printf("choice %.9g\n", value);
}

static void parse(uint32_t index, char *words)
{
	double value = 0;
	for (char *at = words; *at; at++)
		if (*at == '_')
			*at = ' ';
	const int32_t result = plugin_parameter_parse(plugin, index, words, &value);
	printf("parsed %d %.9g\n", result, result == 0 ? value : 0);
}

static void output(uint32_t channel, uint32_t first, uint32_t count)
{
	printf("output");
	for (uint32_t i = first; i < first + count && i < BLOCK_FRAMES_MAX; i++)
		printf(" %.9g", (double)memory->outputs[channel][i]);
	printf("\n");
}

static void fill(float *samples, float start, float step)
{
	for (uint32_t i = 0; i < BLOCK_FRAMES_MAX; i++)
		samples[i] = start + step * (float)i;
}

static void add_event(char **words)
{
	struct event *event = &memory->events[memory->block.event_count++];
	*event = (struct event){.sample_offset = (uint32_t)atoi(words[1]),
	    .kind = EVENT_PARAMETER,
	    .index = (uint32_t)atoi(words[2]),
	    .value = atof(words[3])};
}

static void add_kind(char **words)
{
	struct event *event = &memory->events[memory->block.event_count++];
	*event = (struct event){
	    .sample_offset = (uint32_t)atoi(words[1]), .kind = (uint16_t)atoi(words[2]), .index = 0, .value = 3};
}

static void add_midi(char **words)
{
	struct event *event = &memory->events[memory->block.event_count++];
	unsigned bytes[3] = {0};
	const int count = sscanf(words[3], "%2x%2x%2x", &bytes[0], &bytes[1], &bytes[2]);
	*event = (struct event){.sample_offset = (uint32_t)atoi(words[1]),
	    .kind = EVENT_MIDI,
	    .port = (uint16_t)atoi(words[2]),
	    .index = (uint32_t)count};
	for (int i = 0; i < count; i++)
		event->bytes[i] = (uint8_t)bytes[i];
}

static void transport(char **words)
{
	struct block_transport *transport = &memory->block.transport;
	transport->playhead_sample = strtoull(words[1], NULL, 10);
	transport->tempo = atof(words[2]);
	transport->numerator = (uint32_t)atoi(words[3]);
	transport->denominator = (uint32_t)atoi(words[4]);
	transport->playing = (uint32_t)atoi(words[5]);
}

static void save(void)
{
	struct plugin_state_item item;
	printf("saved %d\n", plugin_state_save(plugin));
	for (uint32_t i = 0; plugin_state_item(plugin, i, &item) == PLUGIN_OK; i++) {
		printf("item %s %s %u %u ", item.key, item.type, item.flags, item.value_bytes);
		for (uint32_t at = 0; at < item.value_bytes && at < 512; at++)
			printf("%02x", ((const unsigned char *)item.value)[at]);
		printf("\n");
	}
}

static int32_t put(char **words, const void *value, size_t bytes)
{
	return plugin_state_put(plugin, words[1], (uint32_t)strlen(words[1]), words[2], (uint32_t)strlen(words[2]), value,
	    (uint32_t)bytes, (uint32_t)atoi(words[3]));
}

static void put_hex(char **words)
{
	unsigned char value[4096];
	size_t bytes = 0;
	unsigned byte;
	for (const char *at = words[4]; at && sscanf(at, "%2x", &byte) == 1 && bytes < sizeof(value); at += 2)
		value[bytes++] = (unsigned char)byte;
	printf("put %d\n", put(words, value, bytes));
}

static void keep(void)
{
	struct plugin_state_item item;
	for (uint32_t i = 0; plugin_state_item(plugin, i, &item) == PLUGIN_OK; i++)
		plugin_state_put(
		    plugin, item.key, item.key_bytes, item.type, item.type_bytes, item.value, item.value_bytes, item.flags);
}

static void stream(const char *in_path, const char *out_path, uint32_t frames)
{
	const struct block *block = &memory->block;
	const uint32_t inputs = block->input_channels, outputs = block->output_channels;
	float *in = calloc(frames, (inputs + 1) * sizeof(float)), *out = calloc(frames, (outputs + 1) * sizeof(float));
	FILE *source = fopen(in_path, "rb"), *target = fopen(out_path, "wb");
	size_t got;
	while ((got = fread(in, inputs * sizeof(float), frames, source)) > 0) {
		for (uint32_t i = 0; i < got * inputs; i++)
			memory->inputs[i % inputs][i / inputs] = in[i];
		memory->block.frames = (uint32_t)got;
		plugin->process(plugin);
		for (uint32_t i = 0; i < got * outputs; i++)
			out[i] = memory->outputs[i % outputs][i / outputs];
		fwrite(out, outputs * sizeof(float), got, target);
	}
	fclose(source);
	fclose(target);
	free(in);
	free(out);
	printf("streamed\n");
}

static void notes(void)
{
	struct plugin_note_name name;
	printf("notes %d\n", plugin_note_names(plugin));
	for (uint32_t i = 0; plugin_note_name(plugin, i, &name) == PLUGIN_OK; i++)
		printf("note %u %s\n", name.note, name.name);
}

static void files(void)
{
	struct plugin_file file;
	printf("files %d %d %d\n", plugin_files(plugin), plugin_file(plugin, 0, &file), plugin_file_set(plugin, 0, "/x"));
}

static void close_plugin(void)
{
	plugin_close(plugin);
	plugin = NULL;
	printf("closed\n");
}

static void bind_plugin(void)
{
	const struct block *block = &memory->block;
	const int32_t bound = plugin_bind(plugin, memory, &memory->block);
	printf("bound %d inputs %u outputs %u parameters %u\n", bound, block->input_channels, block->output_channels,
	    block->parameter_count);
}

static void properties(void)
{
	struct plugin_property property;
	for (uint32_t i = 0; plugin_property(plugin, i, &property) == PLUGIN_OK; i++)
		printf("property %s %s %u %s|%s\n", property.uri, property.type, property.flags, property.name, property.value);
}

/* Commands that need a plugin. */
static void command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "close"))
		close_plugin();
	else if (!strcmp(name, "bind"))
		bind_plugin();
	else if (!strcmp(name, "activate"))
		printf("activated %d\n", plugin_activate(plugin));
	else if (!strcmp(name, "deactivate"))
		plugin_deactivate(plugin);
	else if (!strcmp(name, "restart"))
		printf("restarted %d\n", plugin_restart(plugin));
	else if (!strcmp(name, "describe"))
		describe();
	else if (!strcmp(name, "parameters"))
		parameters();
	else if (!strcmp(name, "text"))
		text((uint32_t)atoi(words[1]), atof(words[2]));
	else if (!strcmp(name, "parse"))
		parse((uint32_t)atoi(words[1]), words[2]);
	else if (!strcmp(name, "notes"))
		notes();
	else if (!strcmp(name, "files"))
		files();
	else if (!strcmp(name, "resources"))
		printf("resources %d\n", plugin_set_resource_directory(plugin, words[1], 0));
	else if (!strcmp(name, "set"))
		printf("set %d\n", plugin_parameter_set(plugin, (uint32_t)atoi(words[1]), atof(words[2])));
	else if (!strcmp(name, "properties"))
		properties();
	else if (!strcmp(name, "set-property"))
		printf("set %d\n", plugin_property_set(plugin, (uint32_t)atoi(words[1]), words[2]));
	else if (!strcmp(name, "idle"))
		printf("idle %d\n", plugin_idle(plugin));
	else if (!strcmp(name, "run"))
		run((uint32_t)atoi(words[1]), words[2] ? atoi(words[2]) : 1);
	else if (!strcmp(name, "run-until"))
		run_until((uint32_t)atoi(words[1]), (float)atof(words[2]));
	else if (!strcmp(name, "stream"))
		stream(words[1], words[2], (uint32_t)atoi(words[3]));
	else if (!strcmp(name, "save"))
		save();
	else if (!strcmp(name, "put"))
		put_hex(words);
	else if (!strcmp(name, "keep"))
		keep();
	else if (!strcmp(name, "restore"))
		printf("restored %d\n", plugin_state_restore(plugin));
	else
		printf("unknown command %s\n", name);
}

/* Commands about the memory; false if it is none of them. */
static int memory_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "environment"))
		setenv(words[1], words[2], 1);
	else if (!strcmp(name, "value"))
		printf("value %.9g\n", (double)memory->values[atoi(words[1])]);
	else if (!strcmp(name, "input"))
		fill(memory->inputs[atoi(words[1])], (float)atof(words[2]), 0);
	else if (!strcmp(name, "ramp"))
		fill(memory->inputs[atoi(words[1])], 0, 1);
	else if (!strcmp(name, "poison"))
		for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++)
			fill(memory->outputs[i], (float)atof(words[1]), 0);
	else if (!strcmp(name, "event"))
		add_event(words);
	else if (!strcmp(name, "midi"))
		add_midi(words);
	else if (!strcmp(name, "kind"))
		add_kind(words);
	else if (!strcmp(name, "rings"))
		printf("rings %u %u\n", memory->block.midi_inputs, memory->block.midi_outputs);
	else if (!strcmp(name, "transport"))
		transport(words);
	else if (!strcmp(name, "output"))
		output((uint32_t)atoi(words[1]), (uint32_t)atoi(words[2]), (uint32_t)atoi(words[3]));
	else if (!strcmp(name, "record-bytes"))
		memory->block.record_bytes = (uint32_t)atoi(words[1]);
	else
		return 0;
	return 1;
}

int main(void)
{
	char line[16384];
	memory = memory_new();
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		char *words[8] = {0}, *rest = NULL;
		int count = 0;
		for (char *word = strtok_r(line, " \n", &rest); word && count < 7; word = strtok_r(NULL, " \n", &rest))
			words[count++] = word;
		if (count == 0)
			continue;
		if (!strcmp(words[0], "open"))
			open_plugin(words);
		else if (!memory_command(words) && plugin)
			command(words);
	}
	plugin_close(plugin);
	free(memory);
	return 0;
}
