/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offline rendering with CLAP: clap.render is set, and work that a block queues for the main thread (callbacks,
 * restarts, timers, file descriptors) is done before the next one begins (common/offline.h).
 */
#include "instance.h"
#include "os.h"

void offline_init(struct clap_instance *instance, bool offline)
{
	instance->audio.offline.on = offline;
	if (offline)
		run_loop_go_offline();
}

void offline_apply(struct clap_instance *instance)
{
	const struct clap_plugin_render *render = instance->render;
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (!render)
		return;
	instance->demands_realtime = instance->audio.offline.on && render->has_hard_realtime_requirement(plugin);
	const bool offline = instance->audio.offline.on && !instance->demands_realtime;
	if (!render->set(plugin, offline ? CLAP_RENDER_OFFLINE : CLAP_RENDER_REALTIME) && offline)
		log_text("CLAP: \"%s\" refuses offline mode", instance->descriptor->id);
}

static int32_t serve(struct plugin *plugin)
{
	return instance_serve((struct clap_instance *)plugin);
}

int32_t clap_idle_offline(struct clap_instance *instance)
{
	return offline_idle(&instance->audio.offline, &instance->audio.head, serve);
}

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	const int32_t requests = offline_settle(&instance->audio.offline, plugin, ms, serve);
	return requests | (instance->demands_realtime ? PLUGIN_ACTIVITY_REALTIME : 0);
}
