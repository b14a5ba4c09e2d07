/* SPDX-License-Identifier: BSD-2-Clause */
/* Samples of 64 bits. All [main-thread]. */
#include "trial-double.h"

#include "trial.h"

static bool takes_double(const struct clap_instance *instance, bool input)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const uint32_t count = instance->audio_ports ? instance->audio_ports->count(plugin, input) : 0;
	for (uint32_t i = 0; i < count; i++) {
		clap_audio_port_info_t info = {0};
		if (!instance->audio_ports->get(plugin, i, input, &info) || !(info.flags & CLAP_AUDIO_PORT_SUPPORTS_64BITS))
			return false;
	}
	return true;
}

/* The same pointers, as pointers to wider samples, or back. */
static void widen(const struct clap_side *side, bool wide)
{
	for (uint32_t i = 0; i < side->port_count; i++) {
		clap_audio_buffer_t *port = &side->ports[i];
		void *pointers = port->data32 ? (void *)port->data32 : (void *)port->data64;
		port->data32 = wide ? NULL : pointers;
		port->data64 = wide ? pointers : NULL;
	}
}

static bool start(void *instance)
{
	return trial_start(instance);
}

static void stop(void *instance)
{
	trial_stop(instance);
}

static bool process(void *instance)
{
	struct trial_events events;
	trial_events_init(&events, NULL);
	return trial_run_block(instance, &events, true) != CLAP_PROCESS_ERROR;
}

static int32_t with_double(struct clap_instance *instance, trial_double_run *run, const struct message *answer)
{
	struct clap_audio *audio = &instance->audio;
	const struct trial_double trial = {&audio->inputs.map, &audio->outputs.map, instance, start, stop, process};
	if (audio->outputs.map.count == 0 || !takes_double(instance, true) || !takes_double(instance, false))
		return trial_idle(answer, "its ports do not take samples of 64 bits");
	widen(&audio->inputs, true);
	widen(&audio->outputs, true);
	const int32_t status = run(&trial, answer);
	widen(&audio->inputs, false);
	widen(&audio->outputs, false);
	return status;
}

int32_t trial_double(struct clap_instance *instance, const struct message *answer)
{
	return with_double(instance, trial_double_play, answer);
}

int32_t trial_double_in_place(struct clap_instance *instance, const struct message *answer)
{
	return trial_has_in_place_pairs(instance) ? with_double(instance, trial_double_share, answer)
	                                          : trial_idle(answer, "it does not say that its ports are in-place pairs");
}
