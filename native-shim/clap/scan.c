/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists the plugins of a file. The descriptors are available without creating a plugin. Parameters and audio ports are
 * not: with details each plugin is created and initialized once, by a host that does nothing (scan-host.c).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "module.h"
#include "plugin.h"
#include "presets-scan.h"
#include "scan-host.h"

static void write_parameters(struct json *json, const clap_plugin_t *plugin)
{
	const clap_plugin_params_t *params = plugin->get_extension(plugin, CLAP_EXT_PARAMS);
	const uint32_t count = params ? params->count(plugin) : 0;
	json_open_array(json, "params");
	for (uint32_t i = 0; i < count; i++) {
		clap_param_info_t info = {0};
		if (!params->get_info(plugin, i, &info))
			continue;
		json_open_object(json, NULL);
		json_number(json, "default_value", info.default_value);
		json_integer(json, "flags", info.flags);
		json_integer(json, "id", info.id);
		json_number(json, "max_value", info.max_value);
		json_number(json, "min_value", info.min_value);
		json_text(json, "module", info.module, sizeof(info.module));
		json_text(json, "name", info.name, sizeof(info.name));
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_audio_ports(struct json *json, const clap_plugin_t *plugin, bool inputs)
{
	const clap_plugin_audio_ports_t *ports = plugin->get_extension(plugin, CLAP_EXT_AUDIO_PORTS);
	const uint32_t count = ports ? ports->count(plugin, inputs) : 0;
	json_open_array(json, inputs ? "audio_inputs" : "audio_outputs");
	for (uint32_t i = 0; i < count; i++) {
		clap_audio_port_info_t info = {0};
		if (!ports->get(plugin, i, inputs, &info))
			continue;
		json_open_object(json, NULL);
		json_integer(json, "channel_count", info.channel_count);
		json_integer(json, "flags", info.flags);
		json_integer(json, "id", info.id);
		json_text(json, "name", info.name, sizeof(info.name));
		json_close_object(json);
	}
	json_close_array(json);
}

/* The window library needs X11, embedded or not. */
static bool has_editor(const clap_plugin_t *plugin)
{
	const clap_plugin_gui_t *gui = plugin->get_extension(plugin, CLAP_EXT_GUI);
	return gui && gui->is_api_supported &&
	       (gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, false) ||
	           gui->is_api_supported(plugin, CLAP_WINDOW_API_X11, true));
}

/* NULL and a line on stderr if the plugin cannot be created. */
static const clap_plugin_t *open_plugin(const struct module *module, const clap_plugin_descriptor_t *descriptor)
{
	const clap_plugin_t *plugin = module->factory->create_plugin(module->factory, &scan_host, descriptor->id);
	const char *what = "create";
	if (plugin && plugin->init(plugin))
		return plugin;
	if (plugin) {
		what = "initialize";
		plugin->destroy(plugin);
	}
	fprintf(stderr, "error: Failed to %s plugin \"%s\" in \"%s\"\n", what, descriptor->id, module->path);
	return NULL;
}

static void write_features(struct json *json, const char *const *features)
{
	json_open_array(json, "features");
	for (; features && *features; features++)
		json_text(json, NULL, *features, SIZE_MAX);
	json_close_array(json);
}

static bool write_plugin(struct json *json, const struct module *module, const clap_plugin_descriptor_t *descriptor,
    const clap_plugin_t *plugin)
{
	const char *name = descriptor->name && descriptor->name[0] ? descriptor->name : descriptor->id;
	json_open_object(json, NULL);
	if (plugin) {
		write_audio_ports(json, plugin, true);
		write_audio_ports(json, plugin, false);
	}
	json_text(json, "description", descriptor->description, SIZE_MAX);
	write_features(json, descriptor->features);
	if (plugin)
		json_boolean(json, "has_editor", has_editor(plugin));
	json_text(json, "id", descriptor->id, SIZE_MAX);
	json_text(json, "name", name, SIZE_MAX);
	if (plugin)
		write_parameters(json, plugin);
	if (plugin)
		presets_write(json, module, descriptor->id);
	json_text(json, "vendor", descriptor->vendor, SIZE_MAX);
	json_text(json, "version", descriptor->version, SIZE_MAX);
	json_close_object(json);
	return json_end_line(json);
}

static int32_t scan_module(const struct module *module, bool details, int32_t fd, const struct message *message)
{
	const uint32_t count = module_count(module);
	int32_t written = 0;
	struct json json;
	json_init(&json, fd);
	for (uint32_t i = 0; i < count; i++) {
		const clap_plugin_descriptor_t *descriptor = module_descriptor(module, i);
		if (!descriptor)
			continue;
		const clap_plugin_t *plugin = details ? open_plugin(module, descriptor) : NULL;
		const bool ok = write_plugin(&json, module, descriptor, plugin);
		if (plugin)
			plugin->destroy(plugin);
		if (!ok) {
			message_set(message, "The list of plugins cannot be written: %s", strerror(errno));
			return PLUGIN_ERROR;
		}
		written++;
	}
	if (written > 0)
		return written;
	message_set(message, "No plugins found: \"%s\" describes none of its %u plugins", module->path, count);
	return PLUGIN_ERROR;
}

int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes)
{
	const struct message message = {error, error_bytes};
	struct module module = {0};
	int32_t found = PLUGIN_ERROR;
	if (module_open(&module, path, &message))
		found = scan_module(&module, details != 0, fd, &message);
	module_close(&module);
	return found;
}
