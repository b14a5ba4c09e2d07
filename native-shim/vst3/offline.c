/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offline rendering with VST3: setupProcessing sets kOffline, and work that a block queues for the main thread
 * (messages, restarts, values for the controller, timers) is done before the next one begins (common/offline.h).
 */
#include "instance.h"
#include "os.h"

void offline_init(struct vst3_instance *instance, bool offline)
{
	instance->audio.offline.on = offline;
	instance->connection.offline = &instance->audio.offline;
	if (offline)
		run_loop_go_offline();
}

static int32_t serve(struct plugin *plugin)
{
	return instance_serve((struct vst3_instance *)plugin);
}

int32_t vst3_idle_offline(struct vst3_instance *instance)
{
	return offline_idle(&instance->audio.offline, &instance->audio.head, serve);
}

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	const int32_t requests = offline_settle(&instance->audio.offline, plugin, ms, serve);
	const bool loads = instance->audio.offline.on && atomic_load(&instance->progress_shown) > 0;
	return requests | (loads ? PLUGIN_ACTIVITY_LOADING : 0);
}
