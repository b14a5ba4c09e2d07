/* SPDX-License-Identifier: BSD-2-Clause */
/* Other arrangements of buses, and buses that are switched off. All [main-thread]. */
#include <stdio.h>

#include "trial.h"

/* ---- arrangements ---- */

static int32_t main_channels(const struct vst3_side *side)
{
	return side->bus_count > 0 ? side->buses[0].num_channels : 0;
}

/* The first buses as wanted, all others unchanged; 0 leaves the first one unchanged, too. */
static uint32_t arrangements_of(
    struct vst3_instance *instance, int32_t direction, v3_speaker_arrangement wanted, v3_speaker_arrangement *result)
{
	struct v3_audio_processor **processor = instance->audio.processor;
	const struct vst3_side *side = direction == V3_INPUT ? &instance->audio.inputs : &instance->audio.outputs;
	const uint32_t count = side->bus_count < 64 ? side->bus_count : 64;
	for (uint32_t i = 0; i < count; i++) {
		result[i] = 0;
		(*processor)->get_bus_arrangement(processor, direction, (int32_t)i, &result[i]);
	}
	if (count > 0)
		result[0] = wanted;
	return count;
}

static bool has_arrangement(struct vst3_instance *instance, int32_t direction, v3_speaker_arrangement wanted)
{
	struct v3_audio_processor **processor = instance->audio.processor;
	v3_speaker_arrangement now = 0;
	return (*processor)->get_bus_arrangement(processor, direction, 0, &now) == V3_OK && now == wanted;
}

static int32_t try_layout(
    struct vst3_instance *instance, v3_speaker_arrangement in, v3_speaker_arrangement out, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	v3_speaker_arrangement inputs[64], outputs[64];
	char when[64];
	const int ins = __builtin_popcountll(in), outs = __builtin_popcountll(out);
	const uint32_t input_count = arrangements_of(instance, V3_INPUT, in, inputs);
	const uint32_t output_count = arrangements_of(instance, V3_OUTPUT, out, outputs);
	const v3_result result =
	    (*audio->processor)
	        ->set_bus_arrangements(audio->processor, inputs, (int32_t)input_count, outputs, (int32_t)output_count);
	snprintf(
	    when, sizeof(when), "%s %d inputs and %d outputs", result == V3_OK ? "with" : "after it refused", ins, outs);
	if (result == V3_OK && ((input_count > 0 && !has_arrangement(instance, V3_INPUT, in)) ||
	                           (output_count > 0 && !has_arrangement(instance, V3_OUTPUT, out))))
		return trial_broken(answer, "it takes %d inputs and %d outputs, and has others afterwards", ins, outs);
	instance->wanted_inputs = instance->wanted_outputs = 0; /* the current one */
	if (!instance_setup(instance, answer))
		return PLUGIN_ERROR;
	if (result == V3_OK && ((input_count > 0 && main_channels(&audio->inputs) != ins) ||
	                           (output_count > 0 && main_channels(&audio->outputs) != outs)))
		return trial_broken(answer, "it takes %d inputs and %d outputs, and has %d and %d", ins, outs,
		    main_channels(&audio->inputs), main_channels(&audio->outputs));
	return trial_play(instance, true, when, answer);
}

int32_t trial_layouts(struct vst3_instance *instance, const struct message *answer)
{
	static const v3_speaker_arrangement tried[][2] = {{0x3, 0x3}, {0x80000, 0x80000}, {0x80000, 0x3}, {0x3, 0x80000},
	    {0x3f, 0x3f}, {0x33, 0x33}, {0x63f, 0x63f}, {0x3, 0x3}};
	if (instance->audio.inputs.bus_count + instance->audio.outputs.bus_count == 0)
		return trial_idle(answer, "it has no audio buses");
	int32_t status = PLUGIN_OK;
	for (size_t i = 0; i < sizeof(tried) / sizeof(*tried) && status == PLUGIN_OK; i++)
		status = try_layout(instance, tried[i][0], tried[i][1], answer);
	return status;
}

/* ---- buses that are switched off: those that are not main buses ---- */

static bool is_optional(struct vst3_instance *instance, int32_t direction, int32_t bus)
{
	struct v3_bus_info info = {0};
	return (*instance->component)->get_bus_info(instance->component, V3_AUDIO, direction, bus, &info) == V3_OK &&
	       info.bus_type != V3_MAIN;
}

/* Returns how many there are. */
static uint32_t switch_optional(
    struct vst3_instance *instance, int32_t direction, const struct vst3_side *side, bool on)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < side->bus_count; i++)
		if (is_optional(instance, direction, (int32_t)i)) {
			(*instance->component)->activate_bus(instance->component, V3_AUDIO, direction, (int32_t)i, on);
			count++;
		}
	return count;
}

static uint32_t switch_all(struct vst3_instance *instance, bool on)
{
	return switch_optional(instance, V3_INPUT, &instance->audio.inputs, on) +
	       switch_optional(instance, V3_OUTPUT, &instance->audio.outputs, on);
}

static uint32_t without_last(struct vst3_instance *instance, int32_t direction, uint32_t count)
{
	while (count > 0 && is_optional(instance, direction, (int32_t)count - 1))
		count--;
	return count;
}

/* Buses that are switched off have buffers of silence all the same, but for the last ones, which a host may leave out.
 */
static int32_t play_without_last(struct vst3_instance *instance, const struct message *answer)
{
	struct vst3_side *inputs = &instance->audio.inputs, *outputs = &instance->audio.outputs;
	const uint32_t input_count = inputs->bus_count, output_count = outputs->bus_count;
	inputs->bus_count = without_last(instance, V3_INPUT, input_count);
	outputs->bus_count = without_last(instance, V3_OUTPUT, output_count);
	const int32_t status =
	    trial_play(instance, true, "without its last buses, which are switched off and not in ProcessData", answer);
	inputs->bus_count = input_count;
	outputs->bus_count = output_count;
	return status;
}

int32_t trial_inactive_buses(struct vst3_instance *instance, const struct message *answer)
{
	if (switch_all(instance, false) == 0)
		return trial_idle(answer, "all its audio buses are main buses");
	int32_t status = trial_play(instance, true, "with its aux buses switched off", answer);
	if (status == PLUGIN_OK)
		status = play_without_last(instance, answer);
	switch_all(instance, true);
	return status == PLUGIN_OK ? trial_play(instance, true, "after its aux buses were switched on again", answer)
	                           : status;
}
