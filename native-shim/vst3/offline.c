/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * VST3 for a file instead of a listener: setupProcessing says kOffline, and what a block leaves for the main thread
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
	const int32_t wishes = offline_settle(&instance->audio.offline, plugin, ms, serve);
	const bool loads = instance->audio.offline.on && atomic_load(&instance->progress_shown) > 0;
	return wishes | (loads ? PLUGIN_ACTIVITY_LOADING : 0);
}
