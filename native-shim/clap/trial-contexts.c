/* SPDX-License-Identifier: BSD-2-Clause */
/* States for presets, for duplicates and for projects (clap/ext/state-context.h). All [main-thread]. */
#include <string.h>

#include "trial.h"

/* Contexts in which a state is saved and loaded; 0: without one, by clap.state. */
struct way {
	uint32_t saved, loaded;
};

static const char *name_of(uint32_t context)
{
	static const char *const names[] = {
	    "clap.state", "the context of presets", "that of duplicates", "that of projects"};
	return names[context];
}

static bool save(struct clap_instance *instance, uint32_t context, struct stream *stream)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_ostream_t writer = stream_writer(stream);
	stream_clear(stream);
	return (context ? instance->state_context->save(plugin, &writer, context)
	                : instance->state->save(plugin, &writer)) &&
	       !stream->failed;
}

static bool load(struct clap_instance *instance, uint32_t context, struct stream *stream)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_istream_t reader = stream_reader(stream);
	return context ? instance->state_context->load(plugin, &reader, context) : instance->state->load(plugin, &reader);
}

static bool is_same(const struct stream *a, const struct stream *b)
{
	return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* streams: before, loaded and after. */
static int32_t try_way(struct clap_instance *instance, uint32_t context, struct way way, struct stream *streams,
    const struct message *answer)
{
	if (!save(instance, context, &streams[0]) || !save(instance, way.saved, &streams[1]))
		return trial_broken(answer, "it does not save its state in %s", name_of(way.saved ? way.saved : context));
	if (!load(instance, way.loaded, &streams[1]))
		return trial_broken(
		    answer, "it refuses in %s the state that it saved in %s", name_of(way.loaded), name_of(way.saved));
	if (!save(instance, context, &streams[2]) || !is_same(&streams[0], &streams[2]))
		return trial_broken(
		    answer, "saved in %s and loaded in %s, its state is another one", name_of(way.saved), name_of(way.loaded));
	return PLUGIN_OK;
}

int32_t trial_contexts(struct clap_instance *instance, const struct message *answer)
{
	static const uint32_t contexts[] = {
	    CLAP_STATE_CONTEXT_FOR_PRESET, CLAP_STATE_CONTEXT_FOR_DUPLICATE, CLAP_STATE_CONTEXT_FOR_PROJECT};
	if (!instance->state_context)
		return trial_idle(answer, "it has no clap.state-context");
	struct stream streams[3] = {0};
	int32_t status = PLUGIN_OK;
	for (size_t i = 0; i < sizeof(contexts) / sizeof(*contexts); i++) {
		/* Equivalent according to the header. */
		const struct way ways[] = {{0, contexts[i]}, {contexts[i], 0}, {contexts[i], contexts[i]}};
		for (size_t j = 0; j < sizeof(ways) / sizeof(*ways) && status == PLUGIN_OK; j++)
			status = try_way(instance, contexts[i], ways[j], streams, answer);
	}
	for (int i = 0; i < 3; i++)
		stream_clear(&streams[i]);
	return status;
}
