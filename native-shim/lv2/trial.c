/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the plugin in ways that DAWs rarely do, for the validator. */
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>

#include "instance.h"
#include "query.h"
#include "trial-common.h"

typedef int32_t trial_run(struct lv2_instance *instance, const struct message *answer);

/* ---- playing ---- */

static bool is_plane(const struct lv2_port *port)
{
	return port->kind == PORT_AUDIO && !port->buffer;
}

/* The audio ports get separate memory; outputs are filled with a marker. */
static float *connect_planes(struct lv2_instance *instance)
{
	float *planes = calloc((size_t)(instance->port_count + 1) * TRIAL_FRAMES, sizeof(float));
	for (uint32_t i = 0; planes && i < instance->port_count; i++) {
		float *plane = planes + (size_t)i * TRIAL_FRAMES;
		if (!is_plane(&instance->ports[i]))
			continue;
		for (uint32_t frame = 0; !instance->ports[i].input && frame < TRIAL_FRAMES; frame++)
			plane[frame] = TRIAL_MARK;
		instance->audio.connect_port(instance->audio.handle, i, plane);
	}
	return planes;
}

/* Empty inputs, and room in the outputs. */
static void prepare_sequences(struct lv2_audio *audio)
{
	for (uint32_t i = 0; i < audio->sequence_count; i++) {
		LV2_Atom_Sequence *atom = audio->sequences[i].atom;
		const bool input = audio->sequences[i].input;
		atom->atom.type = input ? audio->forge.Sequence : audio->forge.Chunk;
		atom->atom.size = input ? (uint32_t)sizeof(atom->body) : audio->sequences[i].capacity;
		atom->body = (LV2_Atom_Sequence_Body){0};
	}
}

static void run(struct lv2_instance *instance, uint32_t frames)
{
	struct lv2_audio *audio = &instance->audio;
	prepare_sequences(audio);
	if (audio->worker)
		worker_begin_run(audio->worker);
	audio->run(audio->handle, frames);
	if (audio->worker)
		worker_end_run(audio->worker);
}

/* The first output port that does not contain exactly this many numbers followed by markers; or port_count. */
static uint32_t wrong_output(const struct lv2_instance *instance, const float *planes, uint32_t frames)
{
	for (uint32_t i = 0; i < instance->port_count; i++) {
		const float *plane = planes + (size_t)i * TRIAL_FRAMES;
		if (!is_plane(&instance->ports[i]) || instance->ports[i].input)
			continue;
		for (uint32_t frame = 0; frame < TRIAL_FRAMES; frame++)
			if (frame < frames ? !isfinite(plane[frame]) : plane[frame] != TRIAL_MARK)
				return i;
	}
	return instance->port_count;
}

/* Run a block of silence. Returns wrong_output's. */
static uint32_t play_block(struct lv2_instance *instance)
{
	float *planes = connect_planes(instance);
	if (!planes)
		return 0;
	run(instance, TRIAL_FRAMES);
	const uint32_t port = wrong_output(instance, planes, TRIAL_FRAMES);
	free(planes);
	return port;
}

/* Run blocks of silence, and check that the output is finite. */
static int32_t play(struct lv2_instance *instance, const char *when, const struct message *answer)
{
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < 8 && status == PLUGIN_OK; i++) {
		const uint32_t port = play_block(instance);
		if (port < instance->port_count)
			status = trial_broken(answer, "port %u is NaN or infinite %s", port, when);
	}
	return status;
}

/* ---- trials ---- */

static int32_t unknown_ids(struct lv2_instance *instance, const struct message *answer)
{
	const LilvNode *uri = lilv_plugin_get_library_uri(instance->subject.plugin);
	char *path = lilv_file_uri_parse(lilv_node_as_uri(uri), NULL);
	void *library = path ? dlopen(path, RTLD_NOW | RTLD_NOLOAD) : NULL;
	lilv_free(path);
	LV2_Descriptor_Function function = NULL;
	if (library)
		*(void **)&function = dlsym(library, "lv2_descriptor");
	const LV2_Descriptor *descriptor = function ? function(UINT32_MAX) : NULL;
	if (library)
		dlclose(library);
	if (!function)
		return trial_idle(answer, "it has no lv2_descriptor");
	return descriptor ? trial_broken(answer, "lv2_descriptor(%u) gives a descriptor", UINT32_MAX) : PLUGIN_OK;
}

static int32_t no_frames(struct lv2_instance *instance, const struct message *answer)
{
	if (query_has_feature(&instance->subject, "http://lv2plug.in/ns/ext/buf-size#fixedBlockLength"))
		return trial_idle(answer, "it wants blocks of one length");
	if (plugin_activate(&instance->audio.head) != PLUGIN_OK)
		return trial_idle(answer, "it cannot be activated");
	float *planes = connect_planes(instance);
	if (!planes)
		return PLUGIN_ERROR;
	run(instance, 0);
	const uint32_t port = wrong_output(instance, planes, 0);
	free(planes);
	if (port < instance->port_count)
		return trial_broken(answer, "it wrote port %u in a run of 0 frames", port);
	return play(instance, "after a run of 0 frames", answer);
}

static int32_t optional_ports(struct lv2_instance *instance, const struct message *answer)
{
	if (plugin_activate(&instance->audio.head) != PLUGIN_OK)
		return trial_idle(answer, "it cannot be activated");
	bool any = false;
	for (uint32_t i = 0; i < instance->port_count; i++) {
		const LilvPort *port = lilv_plugin_get_port_by_index(instance->subject.plugin, i);
		if (is_plane(&instance->ports[i]) ||
		    !query_port_has_property(&instance->subject, port, LV2_CORE__connectionOptional))
			continue;
		instance->audio.connect_port(instance->audio.handle, i, NULL);
		any = true;
	}
	return any ? play(instance, "without its optional ports", answer)
	           : trial_idle(answer, "all its ports have to be connected");
}

static int32_t extension_data(struct lv2_instance *instance, const struct message *answer)
{
	LilvNodes *names = lilv_plugin_get_extension_data(instance->subject.plugin);
	int32_t status = lilv_nodes_size(names) > 0 ? PLUGIN_OK : trial_idle(answer, "it names no extension data");
	LILV_FOREACH(nodes, i, names)
	{
		const char *uri = lilv_node_as_string(lilv_nodes_get(names, i));
		if (status == PLUGIN_OK && !lilv_instance_get_extension_data(instance->lilv, uri))
			status = trial_broken(answer, "its Turtle names <%s>, and extension_data gives nothing", uri);
	}
	lilv_nodes_free(names);
	return status;
}

static int32_t wild_values(struct lv2_instance *instance, const struct message *answer)
{
	struct lv2_audio *audio = &instance->audio;
	if (audio->control_count == 0)
		return trial_idle(answer, "it has no control ports");
	if (plugin_activate(&audio->head) != PLUGIN_OK)
		return trial_idle(answer, "it cannot be activated");
	for (size_t part = 0; part < TRIAL_WILD_PARTS; part++) {
		for (uint32_t i = 0; i < audio->control_count; i++) {
			const struct lv2_control *control = &audio->controls[i];
			const double range = (double)control->maximum - (double)control->minimum;
			audio->values[i] = (float)((double)control->minimum + trial_wild_parts[part] * range);
		}
		play_block(instance);
	}
	for (uint32_t i = 0; i < audio->control_count; i++)
		audio->values[i] = audio->controls[i].default_value;
	uint32_t port = 0;
	for (int block = 0; block < TRIAL_TAME_BLOCKS; block++)
		port = play_block(instance);
	return port == instance->port_count ? PLUGIN_OK : trial_broken(answer, TRIAL_WILD_SENTENCE);
}

static int32_t order(struct lv2_instance *instance, const struct message *answer)
{
	struct plugin *plugin = &instance->audio.head;
	if (plugin_activate(plugin) != PLUGIN_OK)
		return trial_idle(answer, "it cannot be activated");
	plugin_deactivate(plugin);
	plugin_activate(plugin); /* its audio ports are connected between activate and run */
	const int32_t status = play(instance, "after it was activated twice without a run", answer);
	plugin_deactivate(plugin);
	if (status != PLUGIN_OK)
		return status;
	plugin_activate(plugin);
	return play(instance, "after it was deactivated and activated", answer);
}

static int32_t in_place(struct lv2_instance *instance, const struct message *answer)
{
	if (query_has_feature(&instance->subject, LV2_CORE__inPlaceBroken))
		return trial_idle(answer, "it says lv2:inPlaceBroken");
	message_set(answer, "1");
	return PLUGIN_OK;
}

int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes)
{
	static trial_run *const trials[] = {
	    [PLUGIN_TRIAL_UNKNOWN_IDS] = unknown_ids,
	    [PLUGIN_TRIAL_NO_FRAMES] = no_frames,
	    [PLUGIN_TRIAL_OPTIONAL_PORTS] = optional_ports,
	    [PLUGIN_TRIAL_EXTENSION_DATA] = extension_data,
	    [PLUGIN_TRIAL_WILD_VALUES] = wild_values,
	    [PLUGIN_TRIAL_ORDER] = order,
	    [PLUGIN_TRIAL_IN_PLACE] = in_place,
	};
	const struct message message = {answer, answer_bytes};
	if (trial >= sizeof(trials) / sizeof(*trials) || !trials[trial])
		return trial_idle(&message, "LV2 has no such thing");
	return trials[trial]((struct lv2_instance *)plugin, &message);
}
