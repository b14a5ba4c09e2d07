/* SPDX-License-Identifier: BSD-2-Clause */
/* Parameter values without audio, and those that no host may send. All [main-thread]. */
#include <stdlib.h>
#include <string.h>

#include "trial.h"

#define PARAMETERS_MAX 512

/* Parameters that may be changed. */
struct knobs {
	v3_param_id ids[PARAMETERS_MAX];
	double defaults[PARAMETERS_MAX]; /* 0..1 */
	uint32_t count;
};

static void read_knobs(struct vst3_instance *instance, struct knobs *knobs)
{
	knobs->count = 0;
	for (uint32_t i = 0; i < instance->audio.parameter_count && knobs->count < PARAMETERS_MAX; i++) {
		struct v3_param_info info = {0};
		const int32_t fixed = V3_PARAM_READ_ONLY | V3_PARAM_IS_BYPASS | V3_PARAM_PROGRAM_CHANGE;
		if (parameters_info(instance, i, &info) && (info.flags & V3_PARAM_CAN_AUTOMATE) && !(info.flags & fixed)) {
			knobs->defaults[knobs->count] = info.default_normalised_value;
			knobs->ids[knobs->count++] = info.param_id;
		}
	}
}

/* A block with these values. False: its output is not finite, or it fails. */
static bool play_with(struct vst3_instance *instance, const struct knobs *knobs, const double *values)
{
	struct vst3_audio *audio = &instance->audio;
	for (uint32_t i = 0; i < knobs->count; i++)
		changes_add(audio->input_changes, knobs->ids[i], 0, values[i], CHANGE_FROM_OUTSIDE);
	float *planes = trial_point_channels(audio);
	const v3_result result = trial_process(audio, TRIAL_FRAMES, true, true);
	const bool is_fine = planes && result == V3_OK && channel_map_not_finite(&audio->outputs.map, TRIAL_FRAMES) < 0;
	free(planes);
	return is_fine;
}

/* Set all of them to a value, in a block or in a flush; returns the component's state. */
static struct stream *state_at(struct vst3_instance *instance, const struct knobs *knobs, double value, bool with_sound)
{
	struct vst3_audio *audio = &instance->audio;
	for (uint32_t i = 0; i < knobs->count; i++)
		changes_add(audio->input_changes, knobs->ids[i], 0, value, CHANGE_FROM_OUTSIDE);
	float *planes = with_sound ? trial_point_channels(audio) : NULL;
	trial_process(audio, planes ? TRIAL_FRAMES : 0, planes != NULL, true);
	free(planes);
	return state_of_component(instance);
}

static bool is_same(const struct stream *a, const struct stream *b)
{
	const uint32_t bytes = stream_size(a);
	return bytes == stream_size(b) && (bytes == 0 || memcmp(stream_bytes(a), stream_bytes(b), bytes) == 0);
}

static int32_t compare(struct stream *const *states, const struct message *answer)
{
	if (!states[0] || !states[1] || !states[2] || !states[3])
		return trial_idle(answer, "it does not save its state while it is active");
	if (is_same(states[0], states[1]))
		return trial_idle(answer, "its component's state does not show its parameters");
	if (is_same(states[2], states[3]))
		return trial_broken(answer, "the values of a flush (no frames, no buses) do not reach the component's state");
	return is_same(states[1], states[3])
	           ? PLUGIN_OK
	           : trial_broken(answer, "the state after a flush is another one than after a block with the same values");
}

int32_t trial_flush(struct vst3_instance *instance, const struct message *answer)
{
	struct knobs knobs;
	read_knobs(instance, &knobs);
	if (knobs.count == 0)
		return trial_idle(answer, "it has no parameter that may be moved");
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	struct stream *states[4];
	states[0] = state_at(instance, &knobs, 0.25, true);
	states[1] = state_at(instance, &knobs, 0.75, true);
	states[2] = state_at(instance, &knobs, 0.25, true);
	states[3] = state_at(instance, &knobs, 0.75, false);
	const int32_t status = compare(states, answer);
	for (int i = 0; i < 4; i++)
		stream_release(states[i]);
	plugin_deactivate(&instance->audio.head);
	return status;
}

int32_t trial_wild_values(struct vst3_instance *instance, const struct message *answer)
{
	struct knobs knobs;
	static double values[PARAMETERS_MAX];
	read_knobs(instance, &knobs);
	if (knobs.count == 0)
		return trial_idle(answer, "it has no parameter that may be moved");
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	for (size_t part = 0; part < TRIAL_WILD_PARTS; part++) {
		for (uint32_t i = 0; i < knobs.count; i++)
			values[i] = trial_wild_parts[part];
		play_with(instance, &knobs, values);
	}
	bool is_fine = false;
	for (int block = 0; block < TRIAL_TAME_BLOCKS; block++)
		is_fine = play_with(instance, &knobs, knobs.defaults);
	plugin_deactivate(&instance->audio.head);
	return is_fine ? PLUGIN_OK : trial_broken(answer, TRIAL_WILD_SENTENCE);
}
