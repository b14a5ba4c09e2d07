/* SPDX-License-Identifier: BSD-2-Clause */
/* Creates the plugin: create, init, query its extensions, read its ports and parameters. And the reverse. */
#include <stdlib.h>
#include <string.h>

#include "instance.h"

#define FUNCTIONS(type) (sizeof(type) / sizeof(void (*)(void)))

/* An extension is a table of functions; if one of the first count is missing, it cannot be used. */
static const void *extension(const struct clap_instance *instance, const char *id, size_t count)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const void *found = plugin->get_extension(plugin, id);
	for (size_t i = 0; found && i < count; i++) {
		void *function;
		memcpy(&function, (const char *)found + i * sizeof(function), sizeof(function));
		if (!function) {
			log_text("CLAP: \"%s\" offers %s with functions missing: it is not used", instance->descriptor->id, id);
			return NULL;
		}
	}
	return found;
}

static void ask_for_extensions(struct clap_instance *instance)
{
	struct clap_audio *audio = &instance->audio;
	audio->params = extension(instance, CLAP_EXT_PARAMS, FUNCTIONS(clap_plugin_params_t));
	audio->pool = extension(instance, CLAP_EXT_THREAD_POOL, FUNCTIONS(struct clap_plugin_thread_pool));
	instance->audio_ports = extension(instance, CLAP_EXT_AUDIO_PORTS, FUNCTIONS(clap_plugin_audio_ports_t));
	instance->note_ports = extension(instance, CLAP_EXT_NOTE_PORTS, FUNCTIONS(clap_plugin_note_ports_t));
	instance->latency = extension(instance, CLAP_EXT_LATENCY, FUNCTIONS(clap_plugin_latency_t));
	instance->state = extension(instance, CLAP_EXT_STATE, FUNCTIONS(clap_plugin_state_t));
	if (instance->state) /* the context is an addition, never a replacement */
		instance->state_context =
		    extension(instance, CLAP_EXT_STATE_CONTEXT, FUNCTIONS(struct clap_plugin_state_context));
	instance->preset_load = extension(instance, CLAP_EXT_PRESET_LOAD, FUNCTIONS(struct clap_plugin_preset_load));
	if (!instance->preset_load)
		instance->preset_load =
		    extension(instance, CLAP_EXT_PRESET_LOAD_DRAFT, FUNCTIONS(struct clap_plugin_preset_load));
	instance->note_name = extension(instance, CLAP_EXT_NOTE_NAME, FUNCTIONS(struct clap_plugin_note_name));
	instance->run_loop.timer_support =
	    extension(instance, CLAP_EXT_TIMER_SUPPORT, FUNCTIONS(clap_plugin_timer_support_t));
	instance->run_loop.fd_support =
	    extension(instance, CLAP_EXT_POSIX_FD_SUPPORT, FUNCTIONS(struct clap_plugin_posix_fd_support));
	instance->files = extension(instance, CLAP_EXT_FILE_REFERENCE, FUNCTIONS(struct clap_plugin_file_reference));
	instance->maolan_files = extension(instance, MAOLAN_EXT_FILE_REFERENCE, 2);
	static const char *const directory_ids[] = {
	    CLAP_EXT_RESOURCE_DIRECTORY, CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_1, CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_0};
	for (size_t i = 0; i < sizeof(directory_ids) / sizeof(directory_ids[0]) && !instance->resource_directory; i++)
		instance->resource_directory = extension(instance, directory_ids[i], 1);
}

/* Most of an editor's functions may be missing (see editor.h). */
static void ask_for_editor(struct clap_instance *instance)
{
	const clap_plugin_gui_t *gui = extension(instance, CLAP_EXT_GUI, 0);
	if (gui && (!gui->is_api_supported || !gui->create || !gui->destroy))
		log_text(
		    "CLAP: \"%s\" offers %s with functions missing: it is not used", instance->descriptor->id, CLAP_EXT_GUI);
	else
		instance->editor.gui = gui;
}

static bool is_whole(const clap_plugin_t *plugin)
{
	return plugin->init && plugin->destroy && plugin->activate && plugin->deactivate && plugin->start_processing &&
	       plugin->stop_processing && plugin->process && plugin->get_extension && plugin->on_main_thread;
}

static bool create(struct clap_instance *instance, const struct message *message)
{
	const struct module *module = &instance->module;
	const char *id = instance->descriptor->id;
	const clap_plugin_t *plugin = module->factory->create_plugin(module->factory, &instance->host, id);
	if (!plugin)
		return message_set(
		    message, "Failed to create plugin instance: \"%s\" gave nothing for \"%s\"", module->path, id);
	if (!is_whole(plugin))
		return message_set(
		    message, "Failed to create plugin instance: \"%s\" in \"%s\" lacks functions", id, module->path);
	instance->audio.plugin = plugin;
	if (!plugin->init(plugin))
		return message_set(message, "Failed to initialize plugin: \"%s\" in \"%s\" refused", id, module->path);
	return true;
}

bool instance_read(struct clap_instance *instance, const struct message *message)
{
	struct clap_audio *audio = &instance->audio;
	if (!ports_read(instance, message) || !parameters_read(instance, message))
		return false;
	if (audio->block)
		plugin_bind(&audio->head, instance->base, audio->block);
	return true;
}

bool instance_create(struct clap_instance *instance, const struct message *message)
{
	if (!create(instance, message))
		return false;
	ask_for_extensions(instance);
	ask_for_editor(instance);
	instance->render = extension(instance, CLAP_EXT_RENDER, FUNCTIONS(struct clap_plugin_render));
	offline_apply(instance);
	if (!instance_read(instance, message))
		return false;
	/* What the plugin has reported so far has been read; its other requests still count. */
	atomic_fetch_and(&instance->requests, ~(uint32_t)(REQUESTS_FOR_RESTART | REQUEST_VALUES | REQUEST_SAVE));
	return true;
}

void instance_destroy(struct clap_instance *instance)
{
	if (instance->audio.plugin)
		instance->audio.plugin->destroy(instance->audio.plugin);
	run_loop_clear(&instance->run_loop);
	instance->audio.plugin = NULL;
	parameters_free(instance);
	ports_free(instance);
	free(instance->directories[0]);
	free(instance->directories[1]);
	instance->directories[0] = instance->directories[1] = NULL;
	free(instance->note_names);
	instance->note_names = NULL;
	stream_clear(&instance->saved);
	stream_clear(&instance->collected);
}
