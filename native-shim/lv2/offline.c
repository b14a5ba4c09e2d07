/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offline rendering with LV2: the feature isLive is not offered, the port lv2:freeWheeling is 1, and a run waits for
 * all work that it has scheduled (worker.c).
 */
#include "instance.h"

void offline_init(struct lv2_instance *instance, bool offline)
{
	instance->offline = offline;
	if (offline)
		worker_set_offline(instance->worker);
}

bool offline_owns_port(struct lv2_instance *instance, uint32_t port_index, const LilvPort *port)
{
	if (!query_port_is_designated(&instance->subject, port, LV2_CORE__freeWheeling))
		return false;
	instance->ports[port_index].value = instance->offline ? 1 : 0;
	return true;
}

int32_t plugin_settle(struct plugin *plugin, uint32_t ms)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	(void)ms; /* LV2 has no timers */
	if (!instance->offline)
		return 0;
	const uint32_t jobs = worker_scheduled(instance->worker);
	const bool worked = jobs != instance->jobs_seen;
	instance->jobs_seen = jobs;
	return (worked ? PLUGIN_ACTIVITY_WORK : 0) | (worker_is_used(instance->worker) ? PLUGIN_ACTIVITY_WORKER : 0);
}
