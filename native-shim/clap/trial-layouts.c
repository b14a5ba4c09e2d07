/* SPDX-License-Identifier: BSD-2-Clause */
/* Other configurations of ports, and ports that are switched off. All [main-thread]. */
#include <stdio.h>

#include "trial.h"

/* ---- configurations ---- */

static bool has_channels(const struct clap_instance *instance, bool input, bool has_main, uint32_t channels)
{
	clap_audio_port_info_t info = {0};
	const clap_plugin_t *plugin = instance->audio.plugin;
	return !has_main || (instance->audio_ports->get(plugin, 0, input, &info) && info.channel_count == channels);
}

static int32_t try_config(
    struct clap_instance *instance, const struct clap_audio_ports_config *config, const struct message *answer)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (instance->audio_ports->count(plugin, true) != config->input_port_count ||
	    instance->audio_ports->count(plugin, false) != config->output_port_count ||
	    !has_channels(instance, true, config->has_main_input, config->main_input_channel_count) ||
	    !has_channels(instance, false, config->has_main_output, config->main_output_channel_count))
		return trial_broken(
		    answer, "its ports are not those of the configuration \"%s\" that was selected", config->name);
	char when[CLAP_NAME_SIZE + 32];
	snprintf(when, sizeof(when), "in the configuration \"%s\"", config->name);
	return instance_read(instance, answer) ? trial_play(instance, true, when, answer) : PLUGIN_ERROR;
}

int32_t trial_layouts(struct clap_instance *instance, const struct message *answer)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const struct clap_plugin_audio_ports_config *configs = plugin->get_extension(plugin, CLAP_EXT_AUDIO_PORTS_CONFIG);
	if (!configs || !instance->audio_ports || configs->count(plugin) == 0)
		return trial_idle(answer, "it has one configuration of ports only");
	int32_t status = PLUGIN_OK;
	for (uint32_t i = 0; i < configs->count(plugin) && status == PLUGIN_OK; i++) {
		struct clap_audio_ports_config config = {0};
		if (!configs->get(plugin, i, &config))
			return trial_broken(answer, "it does not describe its port configuration %u", i);
		if (!configs->select(plugin, config.id))
			return trial_broken(answer, "it refuses its own port configuration \"%s\"", config.name);
		status = try_config(instance, &config, answer);
	}
	return status;
}

/* ---- ports that are switched off ---- */

struct port {
	const struct clap_plugin_audio_ports_activation *activation;
	bool input;
	uint32_t index;
};

static const char *direction_of(const struct port *port)
{
	return port->input ? "input" : "output";
}

static bool set_active(struct clap_instance *instance, const struct port *port, bool active)
{
	/* Its buffer is there all the same, silent and constant. */
	const struct clap_side *side = port->input ? &instance->audio.inputs : &instance->audio.outputs;
	side->ports[port->index].constant_mask = active || !port->input ? 0 : UINT64_MAX;
	return port->activation->set_active(instance->audio.plugin, port->input, port->index, active, 32);
}

static int32_t play_without(struct clap_instance *instance, const struct port *port, const struct message *answer)
{
	char when[64];
	snprintf(when, sizeof(when), "with %s port %u switched off", direction_of(port), port->index + 1);
	if (!set_active(instance, port, false))
		return PLUGIN_OK; /* it may refuse */
	const int32_t status = trial_play(instance, true, when, answer);
	if (set_active(instance, port, true) || status != PLUGIN_OK)
		return status;
	return trial_broken(answer, "%s port %u cannot be switched on again", direction_of(port), port->index + 1);
}

/* Between blocks, on the audio thread. */
static int32_t play_switching(struct clap_instance *instance, const struct port *port, const struct message *answer)
{
	struct trial_events events;
	trial_events_init(&events, NULL);
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < 8 && status == PLUGIN_OK; i++) {
		role_take(&instance->audio);
		set_active(instance, port, i % 2 != 0);
		role_leave(&instance->audio);
		status = trial_block(instance, &events, true);
	}
	trial_stop(instance);
	return status == PLUGIN_OK ? PLUGIN_OK
	                           : trial_broken(answer,
	                                 "process fails, or outputs NaN or infinity, when %s port %u is switched while it "
	                                 "processes",
	                                 direction_of(port), port->index + 1);
}

static int32_t try_port(struct clap_instance *instance, const struct port *port, const struct message *answer)
{
	const int32_t status = play_without(instance, port, answer);
	if (status != PLUGIN_OK || !port->activation->can_activate_while_processing(instance->audio.plugin))
		return status;
	return play_switching(instance, port, answer);
}

int32_t trial_inactive_buses(struct clap_instance *instance, const struct message *answer)
{
	const struct clap_audio *audio = &instance->audio;
	const uint32_t inputs = audio->inputs.port_count, count = inputs + audio->outputs.port_count;
	struct port port = {audio->plugin->get_extension(audio->plugin, CLAP_EXT_AUDIO_PORTS_ACTIVATION), false, 0};
	if (!port.activation)
		port.activation = audio->plugin->get_extension(audio->plugin, CLAP_EXT_AUDIO_PORTS_ACTIVATION_COMPAT);
	if (!port.activation || count == 0)
		return trial_idle(answer, "its ports cannot be switched off");
	int32_t status = PLUGIN_OK;
	for (uint32_t i = 0; i < count && status == PLUGIN_OK; i++) {
		port.input = i < inputs;
		port.index = port.input ? i : i - inputs;
		status = try_port(instance, &port, answer);
	}
	return status == PLUGIN_OK ? trial_play(instance, true, "after its ports were switched off and on", answer)
	                           : status;
}
