/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading presets (clap.preset-load); they are found in presets-scan.c. All [main-thread]. */
#include <stdio.h>
#include <string.h>

#include "instance.h"

static void on_error(const clap_host_t *host, uint32_t kind, const char *location, const char *load_key,
    int32_t os_error, const char *text)
{
	struct clap_instance *instance = host_instance(host);
	(void)kind, (void)location, (void)load_key;
	host_is_main(host, "clap_host_preset_load.on_error");
	snprintf(instance->preset_error, sizeof(instance->preset_error), "%s%s%s", text ? text : "",
	    text && text[0] && os_error ? ": " : "", os_error ? strerror(os_error) : "");
}

/* The caller of from_location uses its result instead. */
static void loaded(const clap_host_t *host, uint32_t kind, const char *location, const char *load_key)
{
	(void)kind, (void)location, (void)load_key;
	host_is_main(host, "clap_host_preset_load.loaded");
}

const struct clap_host_preset_load host_preset_load = {on_error, loaded};

int32_t clap_preset_load(struct plugin *plugin, uint32_t is_file, const char *location, const char *load_key,
    char *error, uint32_t error_bytes)
{
	struct clap_instance *instance = (struct clap_instance *)plugin;
	struct clap_audio *audio = &instance->audio;
	const struct message message = {error, error_bytes};
	if (!instance->preset_load) {
		message_set(&message, "\"%s\" loads no presets (it lacks %s)", instance_name(instance), CLAP_EXT_PRESET_LOAD);
		return PLUGIN_NOT_SUPPORTED;
	}
	instance->preset_error[0] = '\0';
	if (audio->edits)
		mailbox_clear(audio->edits); /* discard earlier changes */
	const bool done =
	    instance->preset_load->from_location(audio->plugin, is_file ? CLAP_PRESET_IN_FILE : CLAP_PRESET_IN_PLUGIN,
	        is_file ? location : NULL, load_key[0] ? load_key : NULL);
	restore_locale();
	atomic_store(&audio->wake_requested, true);
	parameters_read_values(instance);
	if (done)
		return PLUGIN_OK;
	const char *why = instance->preset_error[0] ? instance->preset_error : "it does not say why";
	message_set(&message, "\"%s\" refused the preset: %s", instance_name(instance), why);
	return PLUGIN_ERROR;
}

/* CLAP has no programs and no preset file format. */
