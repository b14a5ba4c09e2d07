/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls in orders that DAWs rarely use, and samples of 64 bits. All [main-thread]. */
#include <stdlib.h>

#include "trial.h"

/* ---- the order of calls ---- */

/* Gets the component's state and sets it again; also true if it gives none, which other tests find. */
static bool get_and_set_state(struct vst3_instance *instance)
{
	struct stream *state = state_of_component(instance);
	if (!state)
		return true;
	struct stream *stream = stream_new(stream_bytes(state), stream_size(state));
	bool done = stream != NULL;
	if (stream)
		stream_is_of_project(stream);
	if (done && stream_size(state) > 0)
		done = (*instance->component)->set_state(instance->component, stream_object(stream)) == V3_OK;
	stream_release(state);
	if (stream)
		stream_release(stream);
	return done;
}

static bool set_active(struct vst3_instance *instance, bool active)
{
	const v3_result result = (*instance->component)->set_active(instance->component, active);
	return result == V3_OK || result == V3_NOT_IMPLEMENTED;
}

int32_t trial_order(struct vst3_instance *instance, const struct message *answer)
{
	if (!get_and_set_state(instance))
		return trial_broken(answer, "setState refuses what getState gave before it was ever active");
	if (!set_active(instance, true))
		return trial_idle(answer, "it cannot be activated");
	const bool kept = get_and_set_state(instance);
	set_active(instance, false);
	if (!kept)
		return trial_broken(answer, "setState refuses what getState gave while it is active and does not process");
	if (!trial_start(instance))
		return trial_broken(answer, "setActive fails the second time, after it did not process");
	plugin_deactivate(&instance->audio.head);
	for (int i = 0; i < 2; i++)
		if (!instance_setup(instance, answer))
			return PLUGIN_ERROR;
	const int32_t status = trial_play(instance, true, "after activations without a block", answer);
	if (status == PLUGIN_OK && !get_and_set_state(instance))
		return trial_broken(answer, "setState refuses what getState gave after it was deactivated");
	return status;
}

/* ---- samples of 64 bits ---- */

static v3_result set_up(struct vst3_audio *audio, int32_t sample_size)
{
	struct v3_process_setup setup = {V3_REALTIME, sample_size, (int32_t)audio->frames_max, audio->sample_rate};
	return (*audio->processor)->setup_processing(audio->processor, &setup);
}

/* Blocks of silence. */
static int32_t play_double(struct vst3_instance *instance, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < 8 && status == PLUGIN_OK; i++) {
		float *planes = trial_point_double(&audio->inputs.map, &audio->outputs.map);
		if (!planes)
			return PLUGIN_ERROR;
		if (trial_process(audio, TRIAL_FRAMES, true, true) != V3_OK)
			status = trial_broken(
			    answer, "process fails with samples of 64 bits, which canProcessSampleSize says that it takes");
		const int32_t wrong = trial_wrong_double(&audio->outputs.map);
		if (status == PLUGIN_OK && wrong >= 0)
			status = trial_broken(answer, TRIAL_DOUBLE_SENTENCE, wrong + 1);
		free(planes);
	}
	return status;
}

int32_t trial_double(struct vst3_instance *instance, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	if (audio->outputs.map.count == 0 ||
	    (*audio->processor)->can_process_sample_size(audio->processor, V3_SAMPLE_64) != V3_OK)
		return trial_idle(answer, "it does not take samples of 64 bits");
	if (set_up(audio, V3_SAMPLE_64) != V3_OK)
		return trial_broken(answer, "setupProcessing fails with samples of 64 bits, which canProcessSampleSize allows");
	if (!trial_start(instance))
		return trial_broken(answer, "it cannot be activated for samples of 64 bits, which canProcessSampleSize allows");
	audio->data.symbolic_sample_size = V3_SAMPLE_64;
	const int32_t status = play_double(instance, answer);
	audio->data.symbolic_sample_size = V3_SAMPLE_32;
	plugin_deactivate(&audio->head);
	set_up(audio, V3_SAMPLE_32);
	return status;
}
