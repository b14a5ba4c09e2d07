/* SPDX-License-Identifier: BSD-2-Clause */
/* States for presets and for projects, which a plugin tells apart by IStreamAttributes. All [main-thread]. */
#include <string.h>

#include "trial.h"

static const char *name_of(bool preset)
{
	return preset ? "preset" : "project";
}

static bool load(struct vst3_instance *instance, const struct stream *state)
{
	struct stream *stream = stream_new(stream_bytes(state), stream_size(state));
	if (stream && !instance->for_preset)
		stream_is_of_project(stream);
	const v3_result result =
	    stream ? (*instance->component)->set_state(instance->component, stream_object(stream)) : V3_NOMEM;
	stream_release(stream);
	return result == V3_OK;
}

static bool is_same(const struct stream *a, const struct stream *b)
{
	return stream_size(a) == stream_size(b) && memcmp(stream_bytes(a), stream_bytes(b), stream_size(a)) == 0;
}

static int32_t try_state(struct vst3_instance *instance, bool saved, bool loaded, const struct message *answer)
{
	instance->for_preset = saved;
	struct stream *before = state_of_component(instance);
	if (!before)
		return trial_broken(answer, "getState fails with the stream of a %s", name_of(saved));
	instance->for_preset = loaded;
	const bool taken = load(instance, before);
	instance->for_preset = saved;
	struct stream *after = taken ? state_of_component(instance) : NULL;
	int32_t status = PLUGIN_OK;
	if (!taken)
		status = trial_broken(
		    answer, "setState refuses with the stream of a %s what it saved for a %s", name_of(loaded), name_of(saved));
	else if (!after || !is_same(before, after))
		status = trial_broken(
		    answer, "saved for a %s and taken from a %s, its state is another one", name_of(saved), name_of(loaded));
	stream_release(before);
	if (after)
		stream_release(after);
	return status;
}

/* Presets are made of projects' settings, and projects keep what a preset gave. */
int32_t trial_contexts(struct vst3_instance *instance, const struct message *answer)
{
	static const bool tried[][2] = {{false, false}, {true, true}, {false, true}, {true, false}};
	struct stream *state = state_of_component(instance);
	if (!state || stream_size(state) == 0) {
		stream_release(state);
		return trial_idle(answer, "it has no state");
	}
	stream_release(state);
	int32_t status = PLUGIN_OK;
	for (size_t i = 0; i < sizeof(tried) / sizeof(*tried) && status == PLUGIN_OK; i++)
		status = try_state(instance, tried[i][0], tried[i][1], answer);
	return status;
}
