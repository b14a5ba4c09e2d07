/* The commands of driver.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "os.h"

#define WORDS_MAX 8

struct memory *memory;
struct plugin *plugin;

static uint32_t number(const char *word)
{
	return (uint32_t)strtoul(word, NULL, 10);
}

static void open_plugin(char **words)
{
	char error[1024] = "";
	const struct plugin_options options = {.sample_rate = words[2] ? atof(words[2]) : 48000,
	    .frames_max = words[3] ? number(words[3]) : 1024,
	    .input_channels = words[4] ? number(words[4]) : 2,
	    .output_channels = words[5] ? number(words[5]) : 2,
	    .instance_id = "test"};
	plugin = plugin_open(words[1], &options, error, sizeof(error));
	if (plugin)
		printf("opened\n");
	else
		printf("error %s\n", error);
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
	struct plugin_parameter parameter = {0};
	for (uint32_t i = 0; plugin_parameter(plugin, i, &parameter) == PLUGIN_OK; i++)
		printf("parameter id %u flags %u range %.9g %.9g default %.9g value %.9g table %u %.9g %.9g %.9g module %s "
		       "name %s\n",
		    parameter.id, parameter.flags, parameter.minimum, parameter.maximum, parameter.default_value,
		    parameter.value, memory->ids[i], (double)memory->minimums[i], (double)memory->maximums[i],
		    (double)memory->values[i], parameter.module, parameter.name);
}

static void output(uint32_t channel, uint32_t first, uint32_t count)
{
	printf("output");
	for (uint32_t i = first; i < first + count && i < BLOCK_FRAMES_MAX; i++)
		printf(" %.17g", (double)memory->outputs[channel][i]);
	printf("\n");
}

static void fill(float *samples, float start, float step)
{
	for (uint32_t i = 0; i < BLOCK_FRAMES_MAX; i++)
		samples[i] = start + step * (float)i;
}

static void add_event(char **words, uint16_t kind)
{
	memory->events[memory->block.event_count++] = (struct event){.sample_offset = number(words[1]),
	    .kind = kind,
	    .index = number(words[2]),
	    .value = words[3] ? atof(words[3]) : 0};
}

static void add_kind(char **words)
{
	memory->events[memory->block.event_count++] =
	    (struct event){.sample_offset = number(words[1]), .kind = (uint16_t)number(words[2]), .index = 0, .value = 0.5};
}

static void add_midi(char **words)
{
	struct event event = {.sample_offset = number(words[1]), .kind = EVENT_MIDI, .port = (uint16_t)number(words[2])};
	while (event.index < 3 && words[3 + event.index]) {
		event.bytes[event.index] = (uint8_t)number(words[3 + event.index]);
		event.index++;
	}
	memory->events[memory->block.event_count++] = event;
}

static void supported(void)
{
	struct plugin_note_name name;
	struct plugin_file file;
	printf("notes %d %d files %d %d %d resources %d\n", plugin_note_names(plugin), plugin_note_name(plugin, 0, &name),
	    plugin_files(plugin), plugin_file(plugin, 0, &file), plugin_file_set(plugin, 0, "/x"),
	    plugin_set_resource_directory(plugin, "/tmp", 0));
}

static void transport(char **words)
{
	memory->block.transport = (struct block_transport){.playhead_sample = strtoull(words[1], NULL, 10),
	    .tempo = atof(words[2]),
	    .numerator = number(words[3]),
	    .denominator = number(words[4]),
	    .playing = number(words[5])};
}

static void print_bytes(void)
{
	struct plugin_state_item item;
	for (uint32_t i = 0; plugin_state_item(plugin, i, &item) == PLUGIN_OK; i++) {
		printf("item %s|%s %u %u ", item.key, item.type, item.flags, item.value_bytes);
		for (uint32_t at = 0; at < item.value_bytes && at < 512; at++)
			printf("%02x", ((const unsigned char *)item.value)[at]);
		printf("\n");
	}
}

/* What was saved, the value of item number zeros (if it exists) replaced by bytes zeros. */
static void put_saved(uint32_t zeros, uint32_t bytes)
{
	struct plugin_state_item item;
	void *nothing = calloc(bytes + 1, 1);
	for (uint32_t i = 0; plugin_state_item(plugin, i, &item) == PLUGIN_OK; i++) {
		if (i == zeros) {
			item.value = nothing;
			item.value_bytes = bytes;
		}
		plugin_state_put(
		    plugin, item.key, item.key_bytes, item.type, item.type_bytes, item.value, item.value_bytes, item.flags);
	}
	free(nothing);
}

static void bind_plugin(void)
{
	const struct block *block = &memory->block;
	const int32_t bound = plugin_bind(plugin, memory, &memory->block);
	printf("bound %d inputs %u outputs %u parameters %u\n", bound, block->input_channels, block->output_channels,
	    block->parameter_count);
}

static void close_plugin(void)
{
	rest_plugin();
	plugin_close(plugin);
	plugin = NULL;
	printf("closed\n");
}

static void deactivate(void)
{
	rest_plugin();
	plugin_deactivate(plugin);
}

static void run(uint32_t frames, int times)
{
	const int32_t status = run_blocks(frames, times);
	printf("run %d latency %u\n", status, memory->block.latency_samples);
}

static bool lifecycle_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "close"))
		close_plugin();
	else if (!strcmp(name, "bind"))
		bind_plugin();
	else if (!strcmp(name, "activate"))
		printf("activated %d\n", plugin_activate(plugin));
	else if (!strcmp(name, "deactivate"))
		deactivate();
	else if (!strcmp(name, "restart"))
		restart();
	else if (!strcmp(name, "run"))
		run(number(words[1]), words[2] ? atoi(words[2]) : 1);
	else if (!strcmp(name, "idle") || !strcmp(name, "obey"))
		idle(atoi(words[1]), name[0] == 'o');
	else if (!strcmp(name, "race"))
		race(atoi(words[1]), number(words[2]));
	else if (!strcmp(name, "play"))
		play(words[1], words[2], number(words[3]));
	else
		return false;
	return true;
}

static bool state_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "save"))
		printf("saved %d\n", plugin_state_save(plugin));
	else if (!strcmp(name, "bytes"))
		print_bytes();
	else if (!strcmp(name, "keep"))
		put_saved(UINT32_MAX, 0);
	else if (!strcmp(name, "put-zeros"))
		put_saved(number(words[1]), number(words[2]));
	else if (!strcmp(name, "restore"))
		printf("restored %d\n", plugin_state_restore(plugin));
	else if (!strcmp(name, "save-file"))
		save_file(words[1]);
	else if (!strcmp(name, "load-file"))
		load_file(words[1]);
	else if (!strcmp(name, "describe"))
		describe();
	else if (!strcmp(name, "parameters"))
		parameters();
	else if (!strcmp(name, "supported"))
		supported();
	else if (!strcmp(name, "set"))
		printf("set %d\n", plugin_parameter_set(plugin, number(words[1]), atof(words[2])));
	else
		return false;
	return true;
}

/* Commands that need no plugin. */
static bool memory_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "open"))
		open_plugin(words);
	else if (!strcmp(name, "value"))
		printf("value %.17g\n", (double)memory->values[number(words[1])]);
	else if (!strcmp(name, "input"))
		fill(memory->inputs[number(words[1])], (float)atof(words[2]), 0);
	else if (!strcmp(name, "ramp"))
		fill(memory->inputs[number(words[1])], 0, 1);
	else if (!strcmp(name, "poison"))
		for (uint32_t i = 0; i < BLOCK_CHANNELS_MAX; i++)
			fill(memory->outputs[i], (float)atof(words[1]), 0);
	else if (!strcmp(name, "event"))
		add_event(words, EVENT_PARAMETER);
	else if (!strcmp(name, "modulation"))
		add_event(words, EVENT_MODULATION);
	else if (!strcmp(name, "gesture-begin"))
		add_event(words, EVENT_GESTURE_BEGIN);
	else if (!strcmp(name, "gesture-end"))
		add_event(words, EVENT_GESTURE_END);
	else if (!strcmp(name, "midi"))
		add_midi(words);
	else if (!strcmp(name, "kind"))
		add_kind(words);
	else if (!strcmp(name, "rings"))
		printf("rings %u %u\n", memory->block.midi_inputs, memory->block.midi_outputs);
	else if (!strcmp(name, "events"))
		print_output_events();
	else if (!strcmp(name, "transport"))
		transport(words);
	else if (!strcmp(name, "output"))
		output(number(words[1]), number(words[2]), number(words[3]));
	else if (!strcmp(name, "record-bytes"))
		memory->block.record_bytes = number(words[1]);
	else if (!strcmp(name, "at"))
		add_automation(number(words[1]), number(words[2]), atof(words[3]));
	else
		return false;
	return true;
}

int main(void)
{
	char line[4096];
	init_memory();
	notify_open();
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		char *words[WORDS_MAX + 1] = {0}, *rest = NULL;
		int count = 0;
		for (char *word = strtok_r(line, " \n", &rest); word && count < WORDS_MAX; word = strtok_r(NULL, " \n", &rest))
			words[count++] = word;
		if (count == 0 || memory_command(words))
			continue;
		if (!plugin)
			printf("no plugin for %s\n", words[0]);
		else if (!lifecycle_command(words) && !state_command(words) && !(format_command && format_command(words)))
			printf("unknown command %s\n", words[0]);
	}
	rest_plugin();
	plugin_close(plugin);
	free(memory);
	return 0;
}
