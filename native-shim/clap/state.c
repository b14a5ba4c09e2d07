/* SPDX-License-Identifier: BSD-2-Clause */
/* State: the plugin's own stream, as one item. */
#include <string.h>

#include "instance.h"

#define STATE_KEY "state"

/* Some plugins mark their state as dirty inside save or load. The DAW has just got or set that state, and saving it
   again would never end. before: the requests pending before the call. */
static void forget_dirt(struct clap_instance *instance, uint32_t before)
{
	if (!(before & REQUEST_SAVE))
		atomic_fetch_and(&instance->requests, ~(uint32_t)REQUEST_SAVE);
}

static uint32_t context_of(const struct clap_instance *instance)
{
	return instance->for_preset ? CLAP_STATE_CONTEXT_FOR_PRESET : CLAP_STATE_CONTEXT_FOR_PROJECT;
}

void clap_state_context(struct plugin *plugin, uint32_t context)
{
	((struct clap_instance *)plugin)->for_preset = context == PLUGIN_STATE_FOR_PRESET;
}

/* ---- save ---- */

static bool save(struct clap_instance *instance, const clap_ostream_t *stream)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (instance->state_context)
		return instance->state_context->save(plugin, stream, context_of(instance));
	return instance->state->save(plugin, stream);
}

int32_t plugin_state_save(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	instance->has_saved = false;
	stream_clear(&instance->saved);
	if (!instance->state)
		return PLUGIN_NOT_SUPPORTED;
	const clap_ostream_t stream = stream_writer(&instance->saved);
	const uint32_t before = atomic_load(&instance->requests);
	instance->has_saved = save(instance, &stream) && !instance->saved.failed;
	forget_dirt(instance, before);
	return instance->has_saved ? 1 : PLUGIN_ERROR;
}

int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	if (index > 0 || !instance->has_saved)
		return PLUGIN_ERROR;
	*item = (struct plugin_state_item){
	    .key = STATE_KEY,
	    .type = "",
	    .value = instance->saved.bytes ? (const void *)instance->saved.bytes : "",
	    .key_bytes = sizeof(STATE_KEY) - 1,
	    .value_bytes = instance->saved.size,
	};
	return PLUGIN_OK;
}

/* ---- restore ---- */

int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	(void)type;
	(void)type_bytes;
	(void)flags;
	if (key_bytes != sizeof(STATE_KEY) - 1 || memcmp(key, STATE_KEY, key_bytes) != 0)
		return PLUGIN_ERROR;
	instance->has_collected = stream_fill(&instance->collected, value, value_bytes);
	return instance->has_collected ? PLUGIN_OK : PLUGIN_ERROR;
}

static bool load(struct clap_instance *instance, const clap_istream_t *stream)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (instance->state_context)
		return instance->state_context->load(plugin, stream, context_of(instance));
	return instance->state->load(plugin, stream);
}

static bool load_quietly(struct clap_instance *instance)
{
	const clap_istream_t stream = stream_reader(&instance->collected);
	const uint32_t before = atomic_load(&instance->requests);
	const bool loaded = load(instance, &stream);
	if (loaded)
		forget_dirt(instance, before);
	return loaded;
}

static int32_t restore(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	if (!instance->state)
		return PLUGIN_NOT_SUPPORTED;
	if (!instance->has_collected)
		return PLUGIN_ERROR;
	if (audio->edits)
		mailbox_clear(audio->edits); /* discard earlier changes */
	const bool loaded = load_quietly(instance);
	atomic_store(&audio->wake_requested, true);
	parameters_read_values(instance);
	if (!loaded)
		log_text("CLAP: \"%s\" refused its state of %u bytes", instance->descriptor->id, instance->collected.size);
	return loaded ? PLUGIN_OK : PLUGIN_ERROR;
}

int32_t plugin_state_restore(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t status = restore(instance);
	instance->has_collected = false;
	stream_clear(&instance->collected);
	return status;
}
