/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls in orders that DAWs rarely use, and resets. All [main-thread]. */
#include <math.h>
#include <stdlib.h>

#include "trial.h"

#define NOISE_BLOCKS 64
#define SILENT 1e-4f

/* ---- the order of calls ---- */

/* Saves the state and loads it again; true if it has none. */
static bool save_and_load(struct clap_instance *instance)
{
	if (!instance->state)
		return true;
	struct stream stream = {0};
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_ostream_t writer = stream_writer(&stream);
	const clap_istream_t reader = stream_reader(&stream);
	const bool done =
	    instance->state->save(plugin, &writer) && !stream.failed && instance->state->load(plugin, &reader);
	stream_clear(&stream);
	return done;
}

static bool activate_only(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	instance->active = audio->plugin->activate(audio->plugin, audio->sample_rate, 1, TRIAL_FRAMES);
	return instance->active;
}

static void deactivate_only(struct clap_instance *instance)
{
	instance->active = false;
	instance->audio.plugin->deactivate(instance->audio.plugin);
}

int32_t trial_order(struct clap_instance *instance, const struct message *answer)
{
	if (!save_and_load(instance))
		return trial_broken(answer, "it does not save and load its state before it was ever activated");
	if (!activate_only(instance))
		return trial_idle(answer, "it cannot be activated");
	deactivate_only(instance);
	if (!trial_start(instance))
		return trial_broken(answer, "it refuses to be activated again, after it did not process");
	trial_stop(instance);
	if (!activate_only(instance))
		return trial_broken(answer, "it refuses to be activated again, after it started and stopped processing");
	const bool saved = save_and_load(instance);
	deactivate_only(instance);
	if (!saved)
		return trial_broken(answer, "it does not save and load its state while it is active and does not process");
	const int32_t status = trial_play(instance, true, "after activations without a block", answer);
	if (status == PLUGIN_OK && !save_and_load(instance))
		return trial_broken(answer, "it does not save and load its state after it was deactivated");
	return status;
}

/* ---- resets ---- */

static void fill_with_noise(const struct channel_map *inputs)
{
	static uint32_t random = 1;
	for (uint32_t i = 0; i < inputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++) {
			random = random * 1664525u + 1013904223u;
			(*inputs->channels[i].slot)[frame] = (float)(random >> 8) / (float)(1u << 25);
		}
}

static float peak_of(const struct channel_map *outputs)
{
	float peak = 0;
	for (uint32_t i = 0; i < outputs->count; i++)
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++)
			peak = fmaxf(peak, fabsf((*outputs->channels[i].slot)[frame]));
	return peak;
}

/* The peak of so many blocks; infinite: process fails. */
static float peak_with(struct clap_instance *instance, bool noise, int blocks)
{
	struct clap_audio *audio = &instance->audio;
	struct trial_events events;
	trial_events_init(&events, NULL);
	float peak = 0;
	for (int i = 0; i < blocks; i++) {
		float *planes = channel_map_point_apart(&audio->inputs.map, &audio->outputs.map, TRIAL_FRAMES, 0);
		if (!planes)
			return INFINITY;
		if (noise)
			fill_with_noise(&audio->inputs.map);
		const bool done = trial_run_block(instance, &events, true) != CLAP_PROCESS_ERROR;
		peak = done ? fmaxf(peak, peak_of(&audio->outputs.map)) : INFINITY;
		free(planes);
	}
	return peak;
}

static int32_t compare_reset(struct clap_instance *instance, const struct message *answer)
{
	struct clap_audio *audio = &instance->audio;
	if (peak_with(instance, false, 8) > SILENT)
		return trial_idle(answer, "it is not silent before it hears anything");
	if (!isfinite(peak_with(instance, true, NOISE_BLOCKS)))
		return trial_idle(answer, "process fails, which other tests find");
	role_take(audio);
	audio->plugin->reset(audio->plugin);
	role_leave(audio);
	const float peak = peak_with(instance, false, NOISE_BLOCKS);
	if (peak > SILENT)
		return trial_broken(
		    answer, "after reset it still sounds of what was before: a peak of %g in silence", (double)peak);
	return PLUGIN_OK;
}

int32_t trial_reset(struct clap_instance *instance, const struct message *answer)
{
	if (instance->audio.inputs.map.count == 0 || instance->audio.outputs.map.count == 0)
		return trial_idle(answer, "the plugin is not an effect");
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	const int32_t status = compare_reset(instance, answer);
	trial_stop(instance);
	return status;
}
