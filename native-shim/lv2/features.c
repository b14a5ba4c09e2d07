/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds the list of LV2 features that the host offers. */
#include "features.h"

#include <lv2/buf-size/buf-size.h>
#include <lv2/parameters/parameters.h>
#include <stdio.h>
#include <string.h>

#include "instance.h"

/* Some plugins request the map by this misspelt name. */
#define URID_MAP_MISSPELT "http://lv2plug.in/ns//ext/urid#map"

/* Features without data. Blocks may have any length from 1 to the maximum, so the length is bounded, but neither fixed
   nor a power of two; buffers never alias. */
static const char *const promises[] = {LV2_BUF_SIZE__boundedBlockLength, LV2_BUF_SIZE__coarseBlockLength,
    LV2_CORE__hardRTCapable, LV2_CORE__inPlaceBroken, LV2_STATE__loadDefaultState, LV2_STATE__threadSafeRestore};

static void add(struct features *features, const char *uri, void *data)
{
	LV2_Feature *item = &features->items[features->count];
	item->URI = uri;
	item->data = data;
	features->list[features->count++] = item;
}

/* Nothing to do: every request for the names asks the plugin again. */
static void midnam_changed(void *handle)
{
	(void)handle;
}

static void init_options(struct lv2_instance *instance)
{
	struct features *features = &instance->features;
	features->block_length_min = 1;
	features->block_length_max = (int32_t)instance->frames_max;
	features->sequence_bytes = (int32_t)instance->sequence_bytes_max;
	features->sample_rate = (float)instance->sample_rate;

	const struct {
		const char *key;
		const char *type;
		const void *value;
	} options[OPTIONS_MAX] = {
	    {LV2_BUF_SIZE__minBlockLength, LV2_ATOM__Int, &features->block_length_min},
	    {LV2_BUF_SIZE__maxBlockLength, LV2_ATOM__Int, &features->block_length_max},
	    {LV2_BUF_SIZE__nominalBlockLength, LV2_ATOM__Int, &features->block_length_max},
	    {LV2_BUF_SIZE__sequenceSize, LV2_ATOM__Int, &features->sequence_bytes},
	    {LV2_PARAMETERS__sampleRate, LV2_ATOM__Float, &features->sample_rate},
	};
	for (uint32_t i = 0; i < OPTIONS_MAX; i++)
		features->options[i] = (LV2_Options_Option){LV2_OPTIONS_INSTANCE, 0, urids_map(instance->urids, options[i].key),
		    4, urids_map(instance->urids, options[i].type), options[i].value};
}

void features_init(struct lv2_instance *instance)
{
	struct features *features = &instance->features;
	features->map = (LV2_URID_Map){instance->urids, urids_map};
	features->unmap = (LV2_URID_Unmap){instance->urids, urids_unmap};
	features->schedule = (LV2_Worker_Schedule){instance->worker, worker_schedule};
	features->log_urids.error = urids_map(instance->urids, LV2_LOG__Error);
	features->log_urids.warning = urids_map(instance->urids, LV2_LOG__Warning);
	features->log_urids.note = urids_map(instance->urids, LV2_LOG__Note);
	features->log = (LV2_Log_Log){&features->log_urids, log_printf, log_vprintf};
	features->map_path = (LV2_State_Map_Path){&instance->paths, paths_abstract, paths_absolute};
	features->make_path = (LV2_State_Make_Path){&instance->paths, paths_make};
	features->free_path = (LV2_State_Free_Path){&instance->paths, paths_free_path};
	features->midnam_update = (struct midnam_update){instance, midnam_changed};
	init_options(instance);

	add(features, LV2_URID__map, &features->map);
	add(features, URID_MAP_MISSPELT, &features->map);
	add(features, LV2_URID__unmap, &features->unmap);
	add(features, LV2_OPTIONS__options, features->options);
	add(features, LV2_WORKER__schedule, &features->schedule);
	add(features, LV2_LOG__log, &features->log);
	add(features, LV2_STATE__mapPath, &features->map_path);
	add(features, LV2_STATE__makePath, &features->make_path);
	add(features, LV2_STATE__freePath, &features->free_path);
	add(features, MIDNAM_UPDATE, &features->midnam_update);
	for (uint32_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++)
		add(features, promises[i], NULL);
	if (!instance->offline)
		add(features, LV2_CORE__isLive, NULL);
}

static bool offers_feature(const struct features *features, const char *uri)
{
	for (uint32_t i = 0; i < features->count; i++)
		if (strcmp(features->items[i].URI, uri) == 0)
			return true;
	return false;
}

static bool offers_option(const struct features *features, LV2_URID key)
{
	for (uint32_t i = 0; i < OPTIONS_MAX; i++)
		if (features->options[i].key == key)
			return true;
	return false;
}

/* Append the name to a list such as "a, b". */
static void list_missing(char *missing, size_t bytes, const char *uri)
{
	const size_t used = strlen(missing);
	snprintf(missing + used, bytes - used, "%s%s", used ? ", " : "", uri);
}

bool features_suffice(struct lv2_instance *instance, const struct message *message)
{
	char missing[512] = "";
	LilvNodes *required = lilv_plugin_get_required_features(instance->subject.plugin);
	LILV_FOREACH(nodes, i, required)
	{
		const char *uri = lilv_node_as_uri(lilv_nodes_get(required, i));
		if (uri && !offers_feature(&instance->features, uri))
			list_missing(missing, sizeof(missing), uri);
	}
	lilv_nodes_free(required);

	LilvNode *predicate = lilv_new_uri(instance->subject.world, LV2_OPTIONS__requiredOption);
	LilvNodes *options = lilv_plugin_get_value(instance->subject.plugin, predicate);
	LILV_FOREACH(nodes, i, options)
	{
		const char *uri = lilv_node_as_uri(lilv_nodes_get(options, i));
		if (uri && !offers_option(&instance->features, urids_map(instance->urids, uri)))
			list_missing(missing, sizeof(missing), uri);
	}
	lilv_nodes_free(options);
	lilv_node_free(predicate);

	if (!missing[0])
		return true;
	return message_set(message,
	    "Failed to instantiate %s: it requires %s, which this host does not offer; look for another version of the "
	    "plugin",
	    instance->uri, missing);
}
