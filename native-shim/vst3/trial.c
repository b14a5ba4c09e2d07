/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the plugin in ways that DAWs rarely do, for the validator (trial.h). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "trial.h"

/* ---- processing ---- */

bool trial_start(struct vst3_instance *instance)
{
	struct vst3_audio *audio = &instance->audio;
	const v3_result result = (*instance->component)->set_active(instance->component, 1);
	instance->active = result == V3_OK || result == V3_NOT_IMPLEMENTED;
	if (!instance->active)
		return false;
	(*audio->processor)->set_processing(audio->processor, 1);
	audio->processing = true;
	return true;
}

v3_result trial_process(struct vst3_audio *audio, int32_t frames, bool with_buses, bool with_context)
{
	struct v3_process_data data = audio->data;
	data.nframes = frames;
	data.num_input_buses = with_buses ? (int32_t)audio->inputs.bus_count : 0;
	data.num_output_buses = with_buses ? (int32_t)audio->outputs.bus_count : 0;
	data.inputs = with_buses ? audio->inputs.buses : NULL;
	data.outputs = with_buses ? audio->outputs.buses : NULL;
	data.ctx = with_context ? &audio->context : NULL;
	const v3_result result = (*audio->processor)->process(audio->processor, &data);
	changes_clear(audio->input_changes);
	changes_clear(audio->output_changes);
	return result;
}

float *trial_point_channels(struct vst3_audio *audio)
{
	return channel_map_point_apart(&audio->inputs.map, &audio->outputs.map, TRIAL_FRAMES, TRIAL_MARK);
}

int32_t trial_play(struct vst3_instance *instance, bool with_context, const char *when, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	if (!trial_start(instance))
		return trial_broken(answer, "it refuses to be activated %s", when);
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < 8 && status == PLUGIN_OK; i++) {
		float *planes = trial_point_channels(audio);
		if (!planes)
			return PLUGIN_ERROR;
		const v3_result result = trial_process(audio, TRIAL_FRAMES, true, with_context);
		const int32_t channel = channel_map_not_finite(&audio->outputs.map, TRIAL_FRAMES);
		free(planes);
		if (result != V3_OK)
			status = trial_broken(answer, "process fails (result: %d) %s", result, when);
		else if (channel >= 0)
			status = trial_broken(answer, "output %d is NaN or infinite %s", channel + 1, when);
	}
	plugin_deactivate(&audio->head);
	return status;
}

/* ---- trials ---- */

static int32_t unknown_ids(struct vst3_instance *instance, const struct message *answer)
{
	static const v3_tuid unknown = V3_ID(0x4D616F6C, 0x616E206E, 0x6F206F6E, 0x65206861);
	struct v3_plugin_factory **factory = instance->module.factory;
	void *object = NULL;
	const v3_result result = (*factory)->create_instance(factory, unknown, v3_component_iid, &object);
	if (object)
		return trial_broken(answer, "createInstance gives an object for a class that it does not have");
	return result != V3_OK ? PLUGIN_OK
	                       : trial_broken(answer, "createInstance succeeds for a class that it does not have");
}

static int32_t no_frames(struct vst3_instance *instance, const struct message *answer)
{
	struct vst3_audio *audio = &instance->audio;
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	float *planes = trial_point_channels(audio);
	if (!planes)
		return PLUGIN_ERROR;
	int32_t status = PLUGIN_OK;
	trial_process(audio, 0, true, true);
	for (uint32_t i = 0; i < audio->outputs.map.count && status == PLUGIN_OK; i++)
		if ((*audio->outputs.map.channels[i].slot)[0] != TRIAL_MARK)
			status = trial_broken(answer, "it wrote output %u in a block of 0 frames", i + 1);
	free(planes);
	plugin_deactivate(&audio->head);
	return status != PLUGIN_OK ? status : trial_play(instance, true, "after a block of 0 frames", answer);
}

static int32_t no_transport(struct vst3_instance *instance, const struct message *answer)
{
	return trial_play(instance, false, "without a process context", answer);
}

/* ---- declarations and the editor ---- */

static int32_t scale(struct vst3_instance *instance, const struct message *answer)
{
	struct v3_plugin_view **view =
	    instance->controller ? (void *)(*instance->controller)->create_view(instance->controller, "editor") : NULL;
	if (!view)
		return trial_idle(answer, "it has no editor");
	struct v3_plugin_view_content_scale **face = NULL;
	(*view)->query_interface(view, v3_plugin_view_content_scale_iid, (void **)&face);
	static const float scales[] = {1, 2, 1.25f, 0.5f, 3};
	int32_t status = face ? PLUGIN_OK : trial_idle(answer, "its editor takes no scale");
	for (size_t i = 0; face && i < sizeof(scales) / sizeof(*scales) && status == PLUGIN_OK; i++) {
		struct v3_view_rect rect = {0};
		(*face)->set_content_scale_factor(face, scales[i]);
		(*view)->get_size(view, &rect);
		const int32_t width = rect.right - rect.left, height = rect.bottom - rect.top;
		if (width <= 0 || height <= 0 || width > 16384 || height > 16384)
			status = trial_broken(
			    answer, "with a scale of %g its editor has %d x %d pixels", (double)scales[i], width, height);
	}
	if (face)
		(*face)->unref(face);
	(*view)->unref(view);
	return status;
}

static int32_t tail(struct vst3_instance *instance, const struct message *answer)
{
	struct v3_audio_processor **processor = instance->audio.processor;
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	message_set(answer, "%u", (*processor)->get_tail_samples(processor));
	plugin_deactivate(&instance->audio.head);
	return PLUGIN_OK;
}

static int32_t in_place(struct vst3_instance *instance, const struct message *answer)
{
	(void)instance;
	message_set(answer, "1");
	return PLUGIN_OK;
}

int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes)
{
	static trial_run *const trials[] = {
	    [PLUGIN_TRIAL_UNKNOWN_IDS] = unknown_ids,
	    [PLUGIN_TRIAL_FLUSH] = trial_flush,
	    [PLUGIN_TRIAL_NO_FRAMES] = no_frames,
	    [PLUGIN_TRIAL_LAYOUTS] = trial_layouts,
	    [PLUGIN_TRIAL_NO_TRANSPORT] = no_transport,
	    [PLUGIN_TRIAL_SCALE] = scale,
	    [PLUGIN_TRIAL_STATE_CONTEXTS] = trial_contexts,
	    [PLUGIN_TRIAL_WILD_VALUES] = trial_wild_values,
	    [PLUGIN_TRIAL_ORDER] = trial_order,
	    [PLUGIN_TRIAL_DOUBLE] = trial_double,
	    [PLUGIN_TRIAL_DOUBLE_IN_PLACE] = trial_double_in_place,
	    [PLUGIN_TRIAL_INACTIVE_BUSES] = trial_inactive_buses,
	    [PLUGIN_TRIAL_TAIL] = tail,
	    [PLUGIN_TRIAL_IN_PLACE] = in_place,
	};
	const struct message message = {answer, answer_bytes};
	if (trial >= sizeof(trials) / sizeof(*trials) || !trials[trial])
		return trial_idle(&message, "VST3 has no such thing");
	return trials[trial]((struct vst3_instance *)plugin, &message);
}
