/* SPDX-License-Identifier: BSD-2-Clause */
/* Work that the plugin has queued for the main thread, and restarts that it requests. */
#include "instance.h"
#include "os.h"

static void call_back(struct clap_instance *instance)
{
	const uint32_t requests = atomic_fetch_and(&instance->requests, ~(uint32_t)REQUEST_CALLBACK);
	if (requests & REQUEST_CALLBACK)
		instance->audio.plugin->on_main_thread(instance->audio.plugin);
}

static void report_complaint(struct clap_instance *instance)
{
	const char *function = atomic_load(&instance->audio.complaint);
	if (function && !instance->complained)
		log_text("CLAP: \"%s\" calls %s from a thread that is not the main thread", instance->descriptor->id, function);
	instance->complained = function != NULL;
}

/* Take the pending requests, except callbacks that were requested in the meantime. */
static uint32_t take_requests(struct clap_instance *instance)
{
	const uint32_t requests = atomic_fetch_and(&instance->requests, REQUEST_CALLBACK);
	if (requests & REQUEST_VALUES)
		parameters_read_values(instance);
	instance->pending |= requests & REQUESTS_FOR_RESTART;
	return requests;
}

int32_t instance_serve(struct clap_instance *instance)
{
	const struct clap_audio *audio = &instance->audio;
	run_loop_dispatch();
	call_back(instance);
	report_complaint(instance);
	const uint32_t requests = take_requests(instance);
	editor_serve(instance, requests);
	parameters_deliver(instance);
	int32_t actions = 0;
	if (instance->active && instance->pending)
		actions |= PLUGIN_REQUEST_RESTART;
	if (audio->ready && (mailbox_waiting(audio->edits) || atomic_load(&audio->flush_requested)))
		actions |= PLUGIN_REQUEST_FLUSH;
	if (requests & REQUEST_SAVE)
		actions |= PLUGIN_REQUEST_SAVE;
	if (requests & REQUEST_DESCRIBE)
		actions |= PLUGIN_REQUEST_DESCRIBE;
	return actions;
}

int32_t plugin_idle(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	instance_follow_length(instance); /* first, because the audio thread is waiting */
	return instance->audio.offline.on ? clap_idle_offline(instance) : instance_serve(instance);
}

/* plugin_activate reads again what may have changed. */
int32_t plugin_restart(struct plugin *plugin)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	plugin_deactivate(plugin);
	instance->pending |= REQUEST_RESTART;
	return plugin_activate(plugin);
}
