/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The plugin's providers declare the locations of their presets; folders are traversed here, and the providers read the
 * files. Nothing is cached: a scan with details runs in a separate process each time.
 */
#include "presets-scan.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCATIONS_MAX 64
#define FILETYPES_MAX 64
#define PRESETS_MAX 50000u
#define DEPTH_MAX 16

struct place {
	uint32_t kind;
	char *path; /* NULL: inside the plugin */
	char *name;
};

/* A preset between begin_preset and the next call. */
struct found {
	bool begun;
	bool of_plugin;   /* one of its ids is the plugin's */
	bool has_plugins; /* it has any ids */
	char name[256];
	char load_key[1024];
};

struct discovery {
	struct json *json;
	const char *plugin_id;
	const struct clap_preset_provider *provider;
	struct place places[LOCATIONS_MAX];
	uint32_t place_count;
	char *extensions[FILETYPES_MAX];
	uint32_t extension_count;
	bool any_file; /* a file type without an extension */
	uint32_t preset_count;
	/* what is being read */
	const struct place *place;
	const char *file; /* NULL: inside the plugin */
	struct found found;
};

/* nftw takes no user pointer. */
static struct discovery *walking;

/* ---- declarations of the providers ---- */

static bool declare_filetype(const struct clap_preset_indexer *indexer, const struct clap_preset_filetype *filetype)
{
	struct discovery *discovery = indexer->indexer_data;
	if (!filetype->extension || !filetype->extension[0]) {
		discovery->any_file = true;
		return true;
	}
	if (discovery->extension_count == FILETYPES_MAX)
		return false;
	discovery->extensions[discovery->extension_count++] = strdup(filetype->extension);
	return true;
}

static bool declare_location(const struct clap_preset_indexer *indexer, const struct clap_preset_location *location)
{
	struct discovery *discovery = indexer->indexer_data;
	const bool is_file = location->kind == CLAP_PRESET_IN_FILE;
	if (location->kind > CLAP_PRESET_IN_PLUGIN || is_file != (location->location != NULL) ||
	    discovery->place_count == LOCATIONS_MAX)
		return false;
	discovery->places[discovery->place_count++] = (struct place){.kind = location->kind,
	    .path = is_file ? strdup(location->location) : NULL,
	    .name = location->name ? strdup(location->name) : NULL};
	return true;
}

static bool declare_soundpack(const struct clap_preset_indexer *indexer, const void *soundpack)
{
	(void)indexer, (void)soundpack;
	return true;
}

static const void *no_extension(const struct clap_preset_indexer *indexer, const char *id)
{
	(void)indexer, (void)id;
	return NULL;
}

/* ---- presets read by the providers ---- */

/* A preset without ids is for all plugins of the file. */
static void end_preset(struct discovery *discovery)
{
	struct found *found = &discovery->found;
	if (!found->begun || (found->has_plugins && !found->of_plugin))
		return;
	json_open_object(discovery->json, NULL);
	json_text(discovery->json, "bank", discovery->place->name, SIZE_MAX);
	json_boolean(discovery->json, "is_file", discovery->file != NULL);
	json_text(discovery->json, "load_key", found->load_key, sizeof(found->load_key));
	json_text(discovery->json, "location", discovery->file, SIZE_MAX);
	json_text(discovery->json, "name", found->name, sizeof(found->name));
	json_close_object(discovery->json);
	discovery->preset_count++;
}

/* A file with a single preset may have no name: use the file's, without its extension. */
static void name_from_file(struct discovery *discovery)
{
	const char *base = strrchr(discovery->file, '/');
	snprintf(discovery->found.name, sizeof(discovery->found.name), "%s", base ? base + 1 : discovery->file);
	char *dot = strrchr(discovery->found.name, '.');
	if (dot && dot != discovery->found.name)
		*dot = '\0';
}

static bool begin_preset(const struct clap_preset_receiver *receiver, const char *name, const char *load_key)
{
	struct discovery *discovery = receiver->receiver_data;
	end_preset(discovery);
	discovery->found = (struct found){.begun = discovery->preset_count < PRESETS_MAX};
	snprintf(discovery->found.name, sizeof(discovery->found.name), "%s", name ? name : "");
	snprintf(discovery->found.load_key, sizeof(discovery->found.load_key), "%s", load_key ? load_key : "");
	if (!discovery->found.name[0] && discovery->file)
		name_from_file(discovery);
	return discovery->found.begun;
}

static void add_plugin_id(const struct clap_preset_receiver *receiver, const struct clap_universal_plugin_id *id)
{
	struct discovery *discovery = receiver->receiver_data;
	discovery->found.has_plugins = true;
	if (id && id->abi && id->id && strcmp(id->abi, "clap") == 0 && strcmp(id->id, discovery->plugin_id) == 0)
		discovery->found.of_plugin = true;
}

static void on_error(const struct clap_preset_receiver *receiver, int32_t os_error, const char *text)
{
	const struct discovery *discovery = receiver->receiver_data;
	fprintf(stderr, "warning: the presets in %s cannot be read: %s%s%s\n",
	    discovery->file ? discovery->file : "the plugin", text ? text : "", os_error ? ": " : "",
	    os_error ? strerror(os_error) : "");
}

static void ignore_text(const struct clap_preset_receiver *receiver, const char *text)
{
	(void)receiver, (void)text;
}

static void ignore_flags(const struct clap_preset_receiver *receiver, uint32_t flags)
{
	(void)receiver, (void)flags;
}

static void ignore_times(const struct clap_preset_receiver *receiver, uint64_t creation, uint64_t modification)
{
	(void)receiver, (void)creation, (void)modification;
}

static void ignore_pair(const struct clap_preset_receiver *receiver, const char *key, const char *value)
{
	(void)receiver, (void)key, (void)value;
}

static void read_presets(struct discovery *discovery, const char *file)
{
	const struct clap_preset_receiver receiver = {discovery, on_error, begin_preset, add_plugin_id, ignore_text,
	    ignore_flags, ignore_text, ignore_text, ignore_times, ignore_text, ignore_pair};
	discovery->file = file;
	discovery->found = (struct found){0};
	discovery->provider->get_metadata(discovery->provider, discovery->place->kind, file, &receiver);
	end_preset(discovery);
}

/* ---- locations ---- */

static bool is_preset_file(const struct discovery *discovery, const char *path)
{
	const char *base = strrchr(path, '/');
	const char *dot = strrchr(base ? base : path, '.');
	for (uint32_t i = 0; dot && i < discovery->extension_count; i++)
		if (discovery->extensions[i] && strcasecmp(discovery->extensions[i], dot + 1) == 0)
			return true;
	return discovery->any_file;
}

static int visit(const char *path, const struct stat *status, int kind, struct FTW *at)
{
	(void)status;
	if (at->level > DEPTH_MAX)
		return FTW_SKIP_SIBLINGS;
	if (kind == FTW_F && is_preset_file(walking, path))
		read_presets(walking, path);
	return walking->preset_count < PRESETS_MAX ? FTW_CONTINUE : FTW_STOP;
}

static void search(struct discovery *discovery, const struct place *place)
{
	discovery->place = place;
	if (place->kind == CLAP_PRESET_IN_PLUGIN) {
		read_presets(discovery, NULL);
		return;
	}
	walking = discovery;
	if (place->path)
		nftw(place->path, visit, DEPTH_MAX, FTW_ACTIONRETVAL);
}

static void clear(struct discovery *discovery)
{
	for (uint32_t i = 0; i < discovery->place_count; i++) {
		free(discovery->places[i].path);
		free(discovery->places[i].name);
	}
	for (uint32_t i = 0; i < discovery->extension_count; i++)
		free(discovery->extensions[i]);
}

static void ask_provider(
    struct json *json, const struct clap_preset_factory *factory, const char *provider_id, const char *plugin_id)
{
	struct discovery discovery = {.json = json, .plugin_id = plugin_id};
	const struct clap_preset_indexer indexer = {CLAP_HOST_VERSION, "Maolan", "", "", "1", &discovery, declare_filetype,
	    declare_location, declare_soundpack, no_extension};
	const struct clap_preset_provider *provider = factory->create(factory, &indexer, provider_id);
	discovery.provider = provider;
	if (provider && provider->init(provider))
		for (uint32_t i = 0; i < discovery.place_count; i++)
			search(&discovery, &discovery.places[i]);
	if (provider)
		provider->destroy(provider);
	clear(&discovery);
}

void presets_write(struct json *json, const struct module *module, const char *plugin_id)
{
	const struct clap_preset_factory *factory = module->entry->get_factory(CLAP_PRESET_DISCOVERY);
	if (!factory)
		factory = module->entry->get_factory(CLAP_PRESET_DISCOVERY_DRAFT);
	const uint32_t count = factory ? factory->count(factory) : 0;
	json_open_array(json, "presets");
	for (uint32_t i = 0; i < count; i++) {
		const struct clap_preset_provider_descriptor *descriptor = factory->get_descriptor(factory, i);
		if (descriptor && descriptor->id)
			ask_provider(json, factory, descriptor->id, plugin_id);
	}
	json_close_array(json);
}
