/* SPDX-License-Identifier: BSD-2-Clause */
/* Lifecycle of an instance: open, bind, activate, deactivate, close. All [main-thread]. */
#include "plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block-length.h"
#include "events.h"
#include "instance.h"
#include "latency.h"
#include "os.h"
#include "recovery.h"
#include "spec.h"

int32_t plugin_abi(void)
{
	return PLUGIN_ABI;
}

static void init(struct clap_instance *instance, const struct plugin_options *options)
{
	struct clap_audio *audio = &instance->audio;
	audio->head.process = process_block;
	audio->head.has_changes = process_has_changes;
	audio->head.rest = process_rest;
	audio->sample_rate = options->sample_rate;
	audio->frames_max = options->frames_max < 1 ? 1 : options->frames_max;
	if (audio->frames_max > BLOCK_FRAMES_MAX)
		audio->frames_max = BLOCK_FRAMES_MAX;
	audio->frames_are_announced = audio->frames_max < BLOCK_FRAMES_MAX;
	/* The DAW continues with the block length from before the crash. */
	const int32_t frames_before = recovery_word(RECOVERY_FORMAT_WORD);
	if (!audio->frames_are_announced && frames_before >= 1 && frames_before <= (int32_t)BLOCK_FRAMES_MAX)
		audio->frames_max = (uint32_t)frames_before;
	instance->main_thread = pthread_self();
	offline_init(instance, options->offline != 0);
	host_init(instance);
	events_init(audio);
	audio->process.transport = &audio->transport;
	audio->process.in_events = &audio->input_events;
	audio->process.out_events = &audio->output_list;
}

static bool open_plugin(struct clap_instance *instance, const char *text, const struct message *message)
{
	struct spec spec;
	bool opened = spec_parse(text, &spec);
	if (!opened)
		message_set(message, "Failed to open \"%s\": out of memory", text);
	opened = opened && module_open(&instance->module, spec.path, message);
	instance->descriptor = opened ? module_choose(&instance->module, spec.id, message) : NULL;
	spec_free(&spec);
	return instance->descriptor && instance_create(instance, message);
}

struct plugin *plugin_open(const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	struct clap_instance *instance = calloc(1, sizeof(*instance));
	if (!instance) {
		message_set(&message, "Failed to create plugin instance: out of memory");
		return NULL;
	}
	init(instance, options);
	const bool opened = open_plugin(instance, spec, &message);
	restore_locale();
	if (opened)
		return &instance->audio.head;
	plugin_close(&instance->audio.head);
	return NULL;
}

/* "audio-effect|reverb|stereo" */
static void join_features(const char *const *features, char *text, size_t bytes)
{
	text[0] = '\0';
	for (size_t used = 0; features && *features; features++) {
		const size_t length = strlen(*features);
		if (used + length + 2 > bytes)
			return;
		used += (size_t)sprintf(text + used, "%s%s", used > 0 ? "|" : "", *features);
	}
}

static bool has_feature(const char *const *features, const char *feature)
{
	for (; features && *features; features++)
		if (strcmp(*features, feature) == 0)
			return true;
	return false;
}

void plugin_describe(struct plugin *plugin, struct plugin_description *description)
{
	const struct clap_instance *instance = (struct clap_instance *)plugin;
	const struct clap_audio *audio = &instance->audio;
	text_copy(description->name, sizeof(description->name), instance_name(instance), SIZE_MAX);
	const clap_plugin_descriptor_t *known = instance->descriptor;
	text_copy(description->vendor, sizeof(description->vendor), known->vendor ? known->vendor : "", SIZE_MAX);
	text_copy(description->version, sizeof(description->version), known->version ? known->version : "", SIZE_MAX);
	join_features(known->features, description->category, sizeof(description->category));
	text_copy(description->id, sizeof(description->id), known->id, SIZE_MAX);
	description->flags = has_feature(known->features, "instrument") ? PLUGIN_IS_INSTRUMENT : 0;
	description->parameter_count = audio->parameter_count;
	description->audio_inputs = audio->inputs.map.count;
	description->audio_outputs = audio->outputs.map.count;
	description->latency_samples = atomic_load(&audio->latency_samples);
	description->midi_inputs = instance->note_inputs;
	description->midi_outputs = instance->note_outputs;
}

int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct clap_audio *audio = &instance->audio;
	if (block->record_bytes != sizeof(struct block))
		return PLUGIN_ERROR;
	instance->base = base;
	audio->block = block;
	audio->events = (const struct event *)(instance->base + block->events_at);
	audio->output_events = (struct event *)(instance->base + block->output_events_at);
	audio->sysex = sysex_of(base, block);
	ports_bind(instance, base, block);
	parameters_bind(instance, base, block);
	block->latency_samples = atomic_load(&audio->latency_samples);
	audio->ready = instance->active;
	return PLUGIN_OK;
}

static void read_latency(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	const uint32_t latency = instance->latency ? instance->latency->get(audio->plugin) : 0;
	atomic_store(&audio->latency_samples, latency_believed(latency, audio->sample_rate));
	if (audio->block)
		audio->block->latency_samples = atomic_load(&audio->latency_samples);
}

static bool read_anew(struct clap_instance *instance)
{
	char text[256] = "";
	if (instance_read(instance, &(struct message){text, sizeof(text)})) {
		instance_request(instance, REQUEST_DESCRIBE);
		return true;
	}
	log_text("CLAP: %s", text);
	return false;
}

/* Take the requests that an activation fulfils. */
static uint32_t take_pending(struct clap_instance *instance, uint32_t which)
{
	const uint32_t asked = atomic_fetch_and(&instance->requests, ~which) & which;
	const uint32_t pending = instance->pending | asked;
	instance->pending = 0;
	return pending;
}

/* Activate with blocks of up to this many frames. */
static bool start(struct clap_instance *instance, uint32_t frames_max)
{
	struct clap_audio *audio = &instance->audio;
	if (!audio->plugin->activate(audio->plugin, audio->sample_rate, 1, frames_max)) {
		log_text("CLAP: \"%s\" refuses to be activated for %g Hz with blocks of 1 to %u frames",
		    instance->descriptor->id, audio->sample_rate, frames_max);
		return false;
	}
	audio->frames_max = frames_max;
	audio->asleep = false;
	audio->quiet_frames = 0;
	return true;
}

static void finish_start(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	instance->active = true;
	audio->ready = audio->block != NULL;
	recovery_set_word(RECOVERY_FORMAT_WORD, (int32_t)audio->frames_max); /* for the next process, if this one crashes */
	read_latency(instance);
	restore_locale();
}

/* The caller has exclusive access to the plugin. */
static int32_t activate(struct clap_instance *instance, uint32_t frames_max)
{
	struct clap_audio *audio = &instance->audio;
	if (take_pending(instance, REQUESTS_FOR_RESTART) && !read_anew(instance))
		return PLUGIN_ERROR;
	if (!start(instance, frames_max))
		return PLUGIN_ERROR;
	/* Some plugins settle their ports or parameters only now. Restarting for it would never end. */
	const uint32_t settled = REQUESTS_FOR_RESTART & ~(uint32_t)REQUEST_RESTART;
	if (take_pending(instance, settled) & (REQUEST_PORTS | REQUEST_TABLE) && !read_anew(instance)) {
		audio->plugin->deactivate(audio->plugin);
		return PLUGIN_ERROR;
	}
	finish_start(instance);
	return PLUGIN_OK;
}

int32_t plugin_activate(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct clap_audio *audio = &instance->audio;
	if (instance->active)
		return PLUGIN_OK;
	const bool waited_for = length_take(audio);
	const int32_t status = activate(instance, waited_for ? atomic_load(&audio->wanted_frames) : audio->frames_max);
	if (waited_for)
		length_done(audio);
	return status;
}

/* The waiting block is already laid out, so ports and parameters stay as they are. If they have changed, a restart
   between blocks follows. */
void instance_follow_length(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	if (!length_take(audio))
		return;
	const uint32_t before = audio->frames_max;
	const uint32_t fulfilled = REQUEST_RESTART | REQUEST_LATENCY;
	const int32_t phase = recovery_set_phase(RECOVERY_RESTART); /* if it does not return, it counts as a hang */
	plugin_deactivate(&audio->head);
	atomic_fetch_and(&instance->requests, ~fulfilled);
	instance->pending &= ~fulfilled;
	if (start(instance, atomic_load(&audio->wanted_frames)) || start(instance, before))
		finish_start(instance);
	recovery_set_phase(phase);
	length_done(audio);
}

/* stop_processing belongs to the audio thread. If that had no chance to call it, this thread takes the role for the
   call. */
void plugin_deactivate(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct clap_audio *audio = &instance->audio;
	if (!instance->active)
		return;
	process_rest(plugin);
	audio->ready = false;
	instance->active = false;
	audio->plugin->deactivate(audio->plugin);
	parameters_deliver(instance);
}

void plugin_close(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	if (!instance)
		return;
	editor_close(instance);
	plugin_deactivate(plugin);
	instance_destroy(instance);
	module_close(&instance->module);
	free(instance);
}
