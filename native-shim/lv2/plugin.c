/* SPDX-License-Identifier: BSD-2-Clause */
/* Lifecycle of an instance: open, bind, activate, deactivate, close. All [main-thread]. */
#include "plugin.h"

#include <lv2/buf-size/buf-size.h>
#include <lv2/midi/midi.h>
#include <lv2/time/time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "instance.h"
#include "labels.h"
#include "os.h"
#include "world.h"

int32_t plugin_abi(void)
{
	return PLUGIN_ABI;
}

static bool init_memory(
    struct lv2_instance *instance, const char *uri, const struct plugin_options *options, const struct message *message)
{
	instance->audio.head.process = lv2_process;
	instance->sample_rate = options->sample_rate;
	instance->frames_max = options->frames_max < 1 ? 1 : options->frames_max;
	if (instance->frames_max > BLOCK_FRAMES_MAX)
		instance->frames_max = BLOCK_FRAMES_MAX;
	instance->audio.sample_rate = instance->sample_rate;
	instance->audio.frames_max = instance->frames_max;

	instance->uri = strdup(uri);
	instance->urids = urids_new();
	instance->worker = worker_new();
	if (instance->uri && instance->urids && instance->worker && paths_init(&instance->paths, options->instance_id)) {
		offline_init(instance, options->offline != 0);
		return true;
	}
	return message_set(message, "Failed to instantiate %s: out of memory", uri);
}

static bool find_plugin(struct lv2_instance *instance, const struct message *message)
{
	instance->subject.world = world_open(instance->uri, &instance->subject.plugin, message);
	if (!instance->subject.world)
		return false;
	if (lilv_plugin_verify(instance->subject.plugin))
		return true;
	return message_set(message,
	    "Plugin failed verification: %s (its data lacks a name, a type or ports, or cannot be read; reinstall the "
	    "plugin)",
	    instance->uri);
}

static void init_events(struct lv2_instance *instance)
{
	struct lv2_position_urids *urids = &instance->audio.urids;
	lv2_atom_forge_init(&instance->audio.forge, &instance->features.map);
	instance->audio.midi_event = urids_map(instance->urids, LV2_MIDI__MidiEvent);
	urids->position = urids_map(instance->urids, LV2_TIME__Position);
	urids->frame = urids_map(instance->urids, LV2_TIME__frame);
	urids->speed = urids_map(instance->urids, LV2_TIME__speed);
	urids->beats_per_minute = urids_map(instance->urids, LV2_TIME__beatsPerMinute);
	urids->bar = urids_map(instance->urids, LV2_TIME__bar);
	urids->bar_beat = urids_map(instance->urids, LV2_TIME__barBeat);
	urids->beats_per_bar = urids_map(instance->urids, LV2_TIME__beatsPerBar);
	urids->beat_unit = urids_map(instance->urids, LV2_TIME__beatUnit);
}

static bool open_plugin(
    struct lv2_instance *instance, const char *uri, const struct plugin_options *options, const struct message *message)
{
	if (!init_memory(instance, uri, options, message) || !find_plugin(instance, message))
		return false;
	instance->audio.coarse = query_has_feature(&instance->subject, LV2_BUF_SIZE__coarseBlockLength);
	if (!ports_scan(instance, message))
		return false;
	features_init(instance);
	if (!features_suffice(instance, message) || !instance_instantiate(instance, message))
		return false;
	init_events(instance);
	ports_connect(instance);
	state_load_default(instance);
	return true;
}

struct plugin *plugin_open(const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	struct lv2_instance *instance = calloc(1, sizeof(*instance));
	if (!instance) {
		message_set(&message, "Failed to instantiate %s: out of memory", spec);
		return NULL;
	}
	if (open_plugin(instance, spec, options, &message))
		return &instance->audio.head;
	plugin_close(&instance->audio.head);
	return NULL;
}

static void read_author(const struct subject *subject, char *text, size_t bytes)
{
	LilvNode *author = lilv_plugin_get_author_name(subject->plugin);
	text_copy(text, bytes, author ? lilv_node_as_string(author) : "", SIZE_MAX);
	lilv_node_free(author);
}

void plugin_describe(struct plugin *plugin, struct plugin_description *description)
{
	const struct lv2_instance *instance = (struct lv2_instance *)plugin;
	text_copy(description->id, sizeof(description->id), instance->uri, SIZE_MAX);
	label_of_plugin(&instance->subject, description->name, sizeof(description->name));
	read_author(&instance->subject, description->vendor, sizeof(description->vendor));
	query_class(&instance->subject, description->category, sizeof(description->category));
	const uint64_t version = query_version(&instance->subject);
	snprintf(description->version, sizeof(description->version), "%u.%u", (uint32_t)(version >> 32), (uint32_t)version);
	description->flags = strcmp(description->category, "Instrument") == 0 ? PLUGIN_IS_INSTRUMENT : 0;
	description->parameter_count = instance->audio.control_count;
	description->audio_inputs = instance->audio_inputs;
	description->audio_outputs = instance->audio_outputs;
	description->midi_inputs = instance->sequence_inputs;
	description->midi_outputs = instance->sequence_outputs;
	/* The port's value: 0 until the first run, which sets it. */
	description->latency_samples = lv2_latency(&instance->audio);
}

int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (block->record_bytes != sizeof(struct block))
		return PLUGIN_ERROR;
	ports_bind(instance, base, block);
	instance->audio.ready = instance->active;
	return PLUGIN_OK;
}

int32_t plugin_activate(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (instance->active)
		return PLUGIN_OK;
	if (instance->audio.worker && !worker_start(instance->audio.worker))
		return PLUGIN_ERROR;
	lilv_instance_activate(instance->lilv); /* activate() may be missing */
	if (instance->audio.worker)
		worker_deliver(instance->audio.worker);
	instance->active = true;
	instance->audio.position_known = false;
	instance->audio.ready = instance->audio.block != NULL;
	return PLUGIN_OK;
}

void plugin_deactivate(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (!instance->active)
		return;
	instance->active = false;
	instance->audio.ready = false;
	if (instance->audio.worker)
		worker_stop(instance->audio.worker);
	lilv_instance_deactivate(instance->lilv);
}

int32_t plugin_idle(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	run_loop_dispatch(); /* serves editors; LV2 plugins queue no other work for the main thread, but use the worker */
	property_take_received(instance);
	const bool flush = instance->flush_wanted && instance->audio.ready;
	instance->flush_wanted = false;
	return flush ? PLUGIN_REQUEST_FLUSH : 0;
}

int32_t plugin_restart(struct plugin *plugin)
{
	plugin_deactivate(plugin);
	return plugin_activate(plugin);
}

void plugin_close(struct plugin *plugin)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	if (!instance)
		return;
	plugin_editor_close(plugin);
	plugin_deactivate(plugin);
	if (instance->lilv)
		lilv_instance_free(instance->lilv);
	worker_free(instance->worker);
	exchange_free(instance->audio.exchange);
	state_free(instance);
	ports_free(instance);
	parameters_free(instance);
	property_data_free(instance);
	paths_cleanup(&instance->paths);
	if (instance->subject.world)
		lilv_world_free(instance->subject.world);
	urids_free(instance->urids);
	free(instance->note_names);
	free(instance->uri);
	free(instance);
}
