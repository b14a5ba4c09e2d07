/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saves a preset: a separate bundle, written by lilv, which copies the files that the state refers to into it. LV2
 * presets are listed by the scan (presets.c) and are ordinary states. All [main-thread].
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <lv2/atom/atom.h>
#include <lv2/presets/presets.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "instance.h"

#define FILE_NAME "preset.ttl"

/* LilvGetPortValueFunc */
static const void *port_value(const char *symbol, void *user, uint32_t *bytes, uint32_t *type)
{
	struct lv2_instance *instance = user;
	const LilvPlugin *data = instance->subject.plugin;
	*bytes = *type = 0;
	for (uint32_t i = 0; i < instance->audio.control_count; i++) {
		const struct lv2_control *control = &instance->audio.controls[i];
		const LilvPort *port = lilv_plugin_get_port_by_index(data, instance->parameter_ports[i]);
		const LilvNode *name = lilv_port_get_symbol(data, port);
		if (!name || strcmp(lilv_node_as_string(name), symbol) != 0)
			continue;
		if (control->held || (control->flags & PLUGIN_PARAMETER_TRIGGER))
			return NULL;
		*bytes = sizeof(float);
		*type = urids_map(instance->urids, LV2_ATOM__Float);
		return &instance->audio.values[i];
	}
	return NULL;
}

static bool make_folder(const char *path, const struct message *message)
{
	struct stat status;
	if (mkdir(path, 0777) == 0)
		return true;
	if (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return true;
	return message_set(message, "%s cannot be made: %s", path, strerror(errno));
}

/* LilvSetPortValueFunc */
static void count_port(const char *symbol, void *user, const void *value, uint32_t bytes, uint32_t type)
{
	(void)symbol, (void)value, (void)bytes, (void)type;
	uint32_t *count = user;
	*count += 1;
}

static uint32_t count_ports(const LilvState *state)
{
	uint32_t count = 0;
	lilv_state_emit_port_values(state, count_port, &count);
	return count;
}

/* A Turtle document ends with the full stop of its last statement. */
static bool ends_with_stop(const char *path)
{
	struct stat status;
	FILE *file = stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "r") : NULL;
	if (!file)
		return false;
	int last = 0;
	for (int letter = fgetc(file); letter != EOF; letter = fgetc(file))
		if (!isspace(letter))
			last = letter;
	return fclose(file) == 0 && last == '.';
}

/* lilv does not notice that the disk is full: the files are cut off or empty. */
static bool is_whole(struct lv2_instance *instance, const char *path, const LilvState *state)
{
	char file[PATH_MAX];
	if (snprintf(file, sizeof file, "%s/manifest.ttl", path) >= PATH_MAX || !ends_with_stop(file) ||
	    snprintf(file, sizeof file, "%s/" FILE_NAME, path) >= PATH_MAX || !ends_with_stop(file))
		return false;
	LilvState *written = lilv_state_new_from_file(instance->subject.world, &instance->features.map, NULL, file);
	const bool whole = written && count_ports(written) == count_ports(state) &&
	                   lilv_state_get_num_properties(written) == lilv_state_get_num_properties(state);
	lilv_state_free(written);
	return whole;
}

static bool save(struct lv2_instance *instance, const char *path, const char *name, const struct message *message)
{
	struct features *features = &instance->features;
	const struct subject *subject = &instance->subject;
	LilvState *state = lilv_state_new_from_instance(subject->plugin, instance->lilv, &features->map, NULL, path, path,
	    path, port_value, instance, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE, features->list);
	if (!state)
		return message_set(message, "%s gives no state", instance->uri);
	lilv_state_set_label(state, name);
	const int failed = lilv_state_save(subject->world, &features->map, &features->unmap, state, NULL, path, FILE_NAME);
	const bool saved = !failed && is_whole(instance, path, state);
	lilv_state_free(state);
	return saved || message_set(message, "lilv did not write all of the preset");
}

int32_t lv2_preset_save(struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const struct message message = {error, error_bytes};
	return make_folder(path, &message) && save(instance, path, name, &message) ? PLUGIN_OK : PLUGIN_ERROR;
}

/* In LV2, programs are presets. */
