/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the plugin in ways that DAWs rarely do, for the validator (trial.h). */
#include "trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- processing ---- */

static uint32_t event_count(const clap_input_events_t *list)
{
	return ((const struct trial_events *)list->ctx)->count;
}

static const clap_event_header_t *event_at(const clap_input_events_t *list, uint32_t index)
{
	const struct trial_events *events = list->ctx;
	return index < events->count ? &events->values[index].header : NULL;
}

static bool take_event(const clap_output_events_t *list, const clap_event_header_t *event)
{
	(void)list, (void)event;
	return true;
}

void trial_events_init(struct trial_events *events, clap_event_param_value_t *values)
{
	*events = (struct trial_events){
	    .input = {events, event_count, event_at}, .output = {events, take_event}, .values = values, .count = 0};
}

bool trial_start(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	if (!audio->plugin->activate(audio->plugin, audio->sample_rate, 1, TRIAL_FRAMES))
		return false;
	role_take(audio);
	const bool started = process_start(audio);
	role_leave(audio);
	instance->active = started; /* other code of the main thread relies on it */
	if (!started)
		audio->plugin->deactivate(audio->plugin);
	return started;
}

void trial_stop(struct clap_instance *instance)
{
	process_rest(&instance->audio.head);
	instance->active = false;
	instance->audio.plugin->deactivate(instance->audio.plugin);
}

clap_process_status trial_run_block(
    struct clap_instance *instance, const struct trial_events *events, bool with_transport)
{
	struct clap_audio *audio = &instance->audio;
	const clap_event_transport_t standing = {
	    .header = {sizeof(standing), 0, CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_TRANSPORT, 0}};
	const clap_process_t process = {.steady_time = -1,
	    .frames_count = TRIAL_FRAMES,
	    .transport = with_transport ? &standing : NULL,
	    .audio_inputs = audio->inputs.ports,
	    .audio_outputs = audio->outputs.ports,
	    .audio_inputs_count = audio->inputs.port_count,
	    .audio_outputs_count = audio->outputs.port_count,
	    .in_events = &events->input,
	    .out_events = &events->output};
	role_take(audio);
	const clap_process_status status = audio->plugin->process(audio->plugin, &process);
	role_leave(audio);
	return status;
}

int32_t trial_block(struct clap_instance *instance, const struct trial_events *events, bool with_transport)
{
	struct clap_audio *audio = &instance->audio;
	float *planes = channel_map_point_apart(&audio->inputs.map, &audio->outputs.map, TRIAL_FRAMES, 0);
	if (!planes)
		return PLUGIN_ERROR;
	const clap_process_status status = trial_run_block(instance, events, with_transport);
	const bool finite = channel_map_not_finite(&audio->outputs.map, TRIAL_FRAMES) < 0;
	free(planes);
	return status == CLAP_PROCESS_ERROR || !finite ? PLUGIN_ERROR : PLUGIN_OK;
}

int32_t trial_play(struct clap_instance *instance, bool with_transport, const char *when, const struct message *answer)
{
	struct trial_events events;
	trial_events_init(&events, NULL);
	if (!trial_start(instance))
		return trial_broken(answer, "it refuses to be activated %s", when);
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < 8 && status == PLUGIN_OK; i++)
		status = trial_block(instance, &events, with_transport);
	trial_stop(instance);
	if (status != PLUGIN_OK)
		return trial_broken(answer, "process fails, or outputs NaN or infinity, %s", when);
	return PLUGIN_OK;
}

/* ---- trials ---- */

static int32_t unknown_ids(struct clap_instance *instance, const struct message *answer)
{
	const struct module *module = &instance->module;
	if (module->entry->get_factory("org.maolan.no-such-factory"))
		return trial_broken(answer, "get_factory gives one for the id \"org.maolan.no-such-factory\"");
	char id[1024];
	snprintf(id, sizeof(id), "%s-and-more", instance->descriptor->id);
	const clap_plugin_t *plugin = module->factory->create_plugin(module->factory, &instance->host, id);
	if (!plugin)
		return PLUGIN_OK;
	plugin->destroy(plugin);
	return trial_broken(answer, "create_plugin gives a plugin for the id \"%s\"", id);
}

static int32_t no_transport(struct clap_instance *instance, const struct message *answer)
{
	return trial_play(instance, false, "without a transport", answer);
}

static int32_t scale(struct clap_instance *instance, const struct message *answer)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_plugin_gui_t *gui = plugin->get_extension(plugin, CLAP_EXT_GUI);
	if (!gui || !gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, false))
		return trial_idle(answer, "it has no editor to be embedded in X11");
	static const double scales[] = {1, 2, 1.25, 0.5, 3};
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++) {
		uint32_t width = 0, height = 0;
		if (!gui->create(plugin, CLAP_WINDOW_API_X11, false))
			return trial_broken(answer, "its editor is not created (attempt %zu)", i + 1);
		gui->set_scale(plugin, scales[i]);
		const bool sized = gui->get_size(plugin, &width, &height);
		gui->destroy(plugin);
		if (!sized || width == 0 || height == 0 || width > 16384 || height > 16384)
			return trial_broken(answer, "with a scale of %g its editor has %u x %u pixels", scales[i], width, height);
	}
	return PLUGIN_OK;
}

static bool show_floating(struct clap_instance *instance, const clap_plugin_gui_t *gui)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	gui->suggest_title(plugin, "Maolan");
	const bool shown = gui->show(plugin);
	for (int i = 0; shown && i < 10; i++) {
		usleep(20000);
		instance_serve(instance);
	}
	return shown && gui->hide(plugin);
}

static int32_t floating(struct clap_instance *instance, const struct message *answer)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_plugin_gui_t *gui = plugin->get_extension(plugin, CLAP_EXT_GUI);
	if (!gui || !gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, true))
		return trial_idle(answer, "it has no editor with a window of its own");
	for (int i = 0; i < 3; i++) {
		if (!gui->create(plugin, CLAP_WINDOW_API_X11, true))
			return trial_broken(answer, "its floating editor is not created (attempt %d)", i + 1);
		const bool shown = show_floating(instance, gui);
		gui->destroy(plugin);
		if (!shown)
			return trial_broken(answer, "its floating editor is not shown and hidden (attempt %d)", i + 1);
	}
	return PLUGIN_OK;
}

static int32_t tail(struct clap_instance *instance, const struct message *answer)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const struct clap_plugin_tail *extension = plugin->get_extension(plugin, CLAP_EXT_TAIL);
	if (!extension)
		return trial_idle(answer, "it claims nothing of a tail");
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	message_set(answer, "%u", extension->get(plugin));
	trial_stop(instance);
	return PLUGIN_OK;
}

/* The hosts' planes are in channel order: all ports must be pairs in that order. */
bool trial_has_in_place_pairs(const struct clap_instance *instance)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_plugin_audio_ports_t *ports = instance->audio_ports;
	const uint32_t inputs = ports ? ports->count(plugin, true) : 0, outputs = ports ? ports->count(plugin, false) : 0;
	bool paired = inputs > 0 && outputs > 0;
	for (uint32_t i = 0; i < inputs && i < outputs && paired; i++) {
		clap_audio_port_info_t input = {0}, output = {0};
		paired = ports->get(plugin, i, true, &input) && ports->get(plugin, i, false, &output) &&
		         input.in_place_pair == output.id && output.in_place_pair == input.id &&
		         input.channel_count == output.channel_count;
	}
	return paired;
}

static int32_t in_place(struct clap_instance *instance, const struct message *answer)
{
	if (!trial_has_in_place_pairs(instance))
		return trial_idle(answer, "it does not say that its ports are in-place pairs");
	message_set(answer, "1");
	return PLUGIN_OK;
}

int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes)
{
	static trial_run *const trials[] = {
	    [PLUGIN_TRIAL_UNKNOWN_IDS] = unknown_ids,
	    [PLUGIN_TRIAL_FLUSH] = trial_flush,
	    [PLUGIN_TRIAL_COOKIES] = trial_cookies,
	    [PLUGIN_TRIAL_NAMESPACES] = trial_namespaces,
	    [PLUGIN_TRIAL_LAYOUTS] = trial_layouts,
	    [PLUGIN_TRIAL_NO_TRANSPORT] = no_transport,
	    [PLUGIN_TRIAL_SHORT_STREAMS] = trial_short_streams,
	    [PLUGIN_TRIAL_SCALE] = scale,
	    [PLUGIN_TRIAL_STATE_CONTEXTS] = trial_contexts,
	    [PLUGIN_TRIAL_WILD_VALUES] = trial_wild_values,
	    [PLUGIN_TRIAL_ORDER] = trial_order,
	    [PLUGIN_TRIAL_RESET] = trial_reset,
	    [PLUGIN_TRIAL_DOUBLE] = trial_double,
	    [PLUGIN_TRIAL_DOUBLE_IN_PLACE] = trial_double_in_place,
	    [PLUGIN_TRIAL_INACTIVE_BUSES] = trial_inactive_buses,
	    [PLUGIN_TRIAL_FLOATING] = floating,
	    [PLUGIN_TRIAL_TAIL] = tail,
	    [PLUGIN_TRIAL_IN_PLACE] = in_place,
	};
	const struct message message = {answer, answer_bytes};
	if (trial >= sizeof(trials) / sizeof(*trials) || !trials[trial])
		return trial_idle(&message, "CLAP has no such thing");
	return trials[trial]((struct clap_instance *)plugin, &message);
}
