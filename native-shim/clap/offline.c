/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLAP for a file instead of a listener: clap.render says so, and what a block leaves for the main thread (callbacks,
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

void offline_tell(struct clap_instance *instance)
{
	const struct clap_plugin_render *render = instance->render;
	const clap_plugin_t *plugin = instance->audio.plugin;
	if (!render)
		return;
	instance->demands_realtime = instance->audio.offline.on && render->has_hard_realtime_requirement(plugin);
	const bool offline = instance->audio.offline.on && !instance->demands_realtime;
	if (!render->set(plugin, offline ? CLAP_RENDER_OFFLINE : CLAP_RENDER_REALTIME) && offline)
		log_text("CLAP: \"%s\" refuses to be told that it plays offline", instance->descriptor->id);
}

int32_t offline_idle(struct clap_instance *instance)
{
	struct offline *offline = &instance->audio.offline;
	const bool parked = offline_enter(offline);
	int32_t wishes = instance_serve(instance);
	if (wishes & PLUGIN_WISH_RESTART) {
		wishes &= ~PLUGIN_WISH_RESTART;
		if (!parked)
			offline_note(offline); /* at the end of the next block, so that none is lost meanwhile */
		else if (plugin_restart(&instance->audio.head) != PLUGIN_OK)
			log_text("CLAP: \"%s\" asked to be restarted, and could not be activated again", instance->descriptor->id);
	}
	offline_leave(offline);
	return wishes;
}

struct settling {
	struct clap_instance *instance;
	int32_t wishes;
};

static void serve(void *user)
{
	struct settling *settling = user;
	settling->wishes |= instance_serve(settling->instance);
}

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct offline *offline = &instance->audio.offline;
	if (!offline->on)
		return 0;
	struct settling settling = {instance, 0};
	const bool worked = offline_take_work(offline);
	if (offline_pass_time(offline, ms, serve, &settling))
		settling.wishes |= PLUGIN_ACTIVITY_LOADING;
	if (instance->demands_realtime)
		settling.wishes |= PLUGIN_ACTIVITY_REALTIME;
	return settling.wishes | (worked ? PLUGIN_ACTIVITY_WORK : 0);
}
