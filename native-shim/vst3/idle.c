/* SPDX-License-Identifier: BSD-2-Clause */
/* Work that the plugin has queued for the main thread, and restarts that it requests. */
#include "instance.h"
#include "os.h"

/* Process the restartComponent requests since the last call. Titles and similar are read on request. */
static int32_t look_at_restart_flags(struct vst3_instance *instance)
{
	const uint32_t flags = atomic_exchange(&instance->restart_flags, 0);
	if (flags & V3_RESTART_PARAM_VALUES_CHANGED)
		parameters_values_changed(instance);
	if (flags & V3_RESTART_MIDI_CC_ASSIGNMENT_CHANGED)
		midi_map_read(instance);
	instance->restart_pending |=
	    flags & (V3_RESTART_LATENCY_CHANGED | V3_RESTART_IO_CHANGED | V3_RESTART_RELOAD_COMPONENT);
	return instance->restart_pending ? PLUGIN_REQUEST_RESTART : 0;
}

static void report_complaint(struct vst3_instance *instance)
{
	const char *function = atomic_load(&instance->complaint);
	if (function && !instance->complained)
		log_text("VST3: \"%s\" calls %s from a thread that is not the main thread", instance->module.name, function);
	instance->complained = function != NULL;
}

int32_t instance_serve(struct vst3_instance *instance)
{
	run_loop_dispatch();
	report_complaint(instance);
	connection_deliver(&instance->connection);
	parameters_update_controller(instance);
	editor_serve(instance);
	int32_t requests = look_at_restart_flags(instance);
	if (instance->audio.ready && atomic_load(&instance->audio.edits_waiting))
		requests |= PLUGIN_REQUEST_FLUSH;
	if (atomic_exchange(&instance->dirty, false))
		requests |= PLUGIN_REQUEST_SAVE;
	if (instance->described_anew)
		requests |= PLUGIN_REQUEST_DESCRIBE;
	instance->described_anew = false;
	return requests;
}

int32_t plugin_idle(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	return instance->audio.offline.on ? vst3_idle_offline(instance) : instance_serve(instance);
}

/* Create a new component and controller with the state of the old ones. */
static bool reload(struct vst3_instance *instance, const struct message *message)
{
	editor_close_for_reload(instance);
	struct stream *component = state_of_component(instance);
	struct stream *controller = state_of_controller(instance);
	instance_destroy(instance);
	const bool created = instance_create(instance, message);
	if (created && component && controller && !state_apply(instance, component, controller))
		log_text("VST3: \"%s\" asked to be reloaded and lost its state by it", instance->module.name);
	stream_release(component);
	stream_release(controller);
	return created;
}

static bool rebuild(struct vst3_instance *instance, uint32_t flags, const struct message *message)
{
	if (flags & V3_RESTART_RELOAD_COMPONENT)
		return reload(instance, message);
	if (flags & V3_RESTART_IO_CHANGED)
		return instance_setup(instance, message) && midi_map_new(instance, message);
	return true;
}

int32_t plugin_restart(struct plugin *plugin)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct vst3_audio *audio = &instance->audio;
	char text[256] = "";
	const uint32_t flags = instance->restart_pending;
	instance->restart_pending = 0;
	plugin_deactivate(plugin);
	if (!audio->processor)
		return PLUGIN_ERROR; /* an earlier reload failed */
	parameters_update_controller(instance);
	if (!rebuild(instance, flags, &(struct message){text, sizeof(text)})) {
		log_text("VST3: restart failed: %s", text);
		return PLUGIN_ERROR;
	}
	const bool rebuilt = (flags & (V3_RESTART_IO_CHANGED | V3_RESTART_RELOAD_COMPONENT)) != 0;
	if (rebuilt) {
		instance->described_anew = true;
		notify_main(); /* plugin_idle reports it */
	}
	if (audio->block)
		plugin_bind(plugin, instance->base, audio->block);
	if (rebuilt)
		parameters_read_values(instance);
	const int32_t status = plugin_activate(plugin);
	editor_reopen(instance);
	return status;
}
