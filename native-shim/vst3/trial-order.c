/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls in orders that DAWs rarely use. All [main-thread]. */
#include "trial.h"

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
