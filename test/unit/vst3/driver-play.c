/* Whole pieces of sound with automation, and states in files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

#define AUTOMATION_MAX 65536

static struct point {
	uint32_t frame;
	uint32_t index;
	double value;
} automation[AUTOMATION_MAX];
static uint32_t automation_count, automation_next;

/* In the order of the frames. */
void add_automation(uint32_t frame, uint32_t index, double value)
{
	if (automation_count < AUTOMATION_MAX)
		automation[automation_count++] = (struct point){frame, index, value};
}

static void take_automation(uint32_t first_frame, uint32_t frames)
{
	struct block *block = &memory->block;
	for (; automation_next < automation_count && automation[automation_next].frame < first_frame + frames;
	     automation_next++) {
		const struct point *point = &automation[automation_next];
		memory->events[block->event_count++] = (struct event){.sample_offset = point->frame - first_frame,
		    .kind = EVENT_PARAMETER,
		    .index = point->index,
		    .value = point->value};
	}
}

void play(const char *in_path, const char *out_path, uint32_t frames)
{
	const uint32_t inputs = memory->block.input_channels, outputs = memory->block.output_channels;
	float *in = calloc(frames, (inputs + 1) * sizeof(float)), *out = calloc(frames, (outputs + 1) * sizeof(float));
	FILE *source = fopen(in_path, "rb"), *target = fopen(out_path, "wb");
	uint32_t at = 0;
	size_t got;
	int32_t worst = PLUGIN_OK;
	while ((got = fread(in, (inputs ? inputs : 1) * sizeof(float), frames, source)) > 0) {
		for (uint32_t i = 0; i < got * inputs; i++)
			memory->inputs[i % inputs][i / inputs] = in[i];
		take_automation(at, (uint32_t)got);
		const int32_t status = run_blocks((uint32_t)got, 1);
		worst = status < worst ? status : worst;
		for (uint32_t i = 0; i < got * outputs; i++)
			out[i] = memory->outputs[i % outputs][i / outputs];
		fwrite(out, outputs * sizeof(float), got, target);
		at += (uint32_t)got;
	}
	fclose(source);
	fclose(target);
	free(in);
	free(out);
	automation_count = automation_next = 0;
	printf("played %d frames %u\n", worst, at);
}

/* Each item: three sizes and the flags, then the bytes. */
void save_file(const char *path)
{
	struct plugin_state_item item;
	FILE *file = fopen(path, "wb");
	printf("saved %d\n", plugin_state_save(plugin));
	for (uint32_t i = 0; plugin_state_item(plugin, i, &item) == PLUGIN_OK; i++) {
		const uint32_t head[] = {item.key_bytes, item.type_bytes, item.value_bytes, item.flags};
		fwrite(head, sizeof(head), 1, file);
		fwrite(item.key, 1, item.key_bytes, file);
		fwrite(item.type, 1, item.type_bytes, file);
		if (item.value_bytes > 0)
			fwrite(item.value, 1, item.value_bytes, file);
	}
	fclose(file);
}

void load_file(const char *path)
{
	uint32_t head[4];
	FILE *file = fopen(path, "rb");
	while (fread(head, sizeof(head), 1, file) == 1) {
		char *bytes = malloc((size_t)head[0] + head[1] + head[2] + 1);
		if (fread(bytes, 1, (size_t)head[0] + head[1] + head[2], file) == (size_t)head[0] + head[1] + head[2])
			plugin_state_put(
			    plugin, bytes, head[0], bytes + head[0], head[1], bytes + head[0] + head[1], head[2], head[3]);
		free(bytes);
	}
	fclose(file);
	printf("restored %d\n", plugin_state_restore(plugin));
}
