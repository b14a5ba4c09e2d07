/* SPDX-License-Identifier: BSD-2-Clause */
/* Samples of 64 bits. All [main-thread]. */
#include "trial-double.h"

#include "trial.h"

static v3_result set_up(struct vst3_audio *audio, int32_t sample_size)
{
	struct v3_process_setup setup = {V3_REALTIME, sample_size, (int32_t)audio->frames_max, audio->sample_rate};
	audio->data.symbolic_sample_size = sample_size;
	return (*audio->processor)->setup_processing(audio->processor, &setup);
}

static bool start(void *instance)
{
	return trial_start(instance);
}

static void stop(void *instance)
{
	plugin_deactivate(instance);
}

static bool process(void *instance)
{
	struct vst3_audio *audio = &((struct vst3_instance *)instance)->audio;
	return trial_process(audio, TRIAL_FRAMES, true, true) == V3_OK;
}

static int32_t with_double(struct vst3_instance *instance, trial_double_run *run, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	const struct trial_double trial = {&audio->inputs.map, &audio->outputs.map, instance, start, stop, process};
	if (audio->outputs.map.count == 0 ||
	    (*audio->processor)->can_process_sample_size(audio->processor, V3_SAMPLE_64) != V3_OK)
		return trial_idle(answer, "it does not take samples of 64 bits");
	const bool done = set_up(audio, V3_SAMPLE_64) == V3_OK;
	const int32_t status = done ? run(&trial, answer)
	                            : trial_broken(answer, "setupProcessing fails with samples of 64 bits, which "
	                                                   "canProcessSampleSize says that it takes");
	set_up(audio, V3_SAMPLE_32);
	return status;
}

int32_t trial_double(struct vst3_instance *instance, const struct message *answer)
{
	return with_double(instance, trial_double_play, answer);
}

int32_t trial_double_in_place(struct vst3_instance *instance, const struct message *answer)
{
	return with_double(instance, trial_double_share, answer);
}
