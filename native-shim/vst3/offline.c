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

int32_t offline_idle(struct vst3_instance *instance)
{
	struct offline *offline = &instance->audio.offline;
	const bool parked = offline_enter(offline);
	int32_t wishes = instance_serve(instance);
	if (wishes & PLUGIN_WISH_RESTART) {
		wishes &= ~PLUGIN_WISH_RESTART;
		if (!parked)
			offline_note(offline); /* at the end of the next block, so that none is lost meanwhile */
		else if (plugin_restart(&instance->audio.head) != PLUGIN_OK)
			log_text("VST3: \"%s\" asked to be restarted, and could not be activated again", instance->module.name);
	}
	offline_leave(offline);
	return wishes;
}

struct settling {
	struct vst3_instance *instance;
	int32_t wishes;
};

static void serve(void *user)
{
	struct settling *settling = user;
	settling->wishes |= instance_serve(settling->instance);
}

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct offline *offline = &instance->audio.offline;
	if (!offline->on)
		return 0;
	struct settling settling = {instance, 0};
	const bool worked = offline_take_work(offline);
	const bool timers_go_on = offline_pass_time(offline, ms, serve, &settling);
	if (timers_go_on || atomic_load(&instance->progress_shown) > 0)
		settling.wishes |= PLUGIN_ACTIVITY_LOADING;
	return settling.wishes | (worked ? PLUGIN_ACTIVITY_WORK : 0);
}
