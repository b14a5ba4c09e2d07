/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads the data of one plugin, the newest version if several are installed. */
#include "world.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labels.h"
#include "query.h"
#include "world-ask.h"

/* Debian's directory for libraries of one architecture, if the compiler defines such a name (see build.mk). */
#ifndef LV2_MULTIARCH
#define LV2_MULTIARCH ""
#endif
#define USUAL_PATH "~/.lv2:/usr/lib/" LV2_MULTIARCH "/lv2:/usr/lib/lv2:/usr/local/lib/lv2"
#define MANIFEST_BYTES_MAX (4u << 20)

/* How likely a bundle contains the plugin, judged by its manifest's text; also the order in which lilv reads them. */
enum likelihood {
	NAMES_URI,     /* contains the whole URI, or its last part and the text before it, as for a prefix */
	MUST_BE_ASKED, /* may still contain it: has only one of these, escapes (\u0041), or a dynamic manifest */
	LIKELIHOODS,   /* cannot contain it */
};

struct bundle {
	enum likelihood likelihood;
	bool is_dynamic; /* lilv runs its code */
	char *path;      /* ends with a slash */
};

struct search {
	const char *uri;
	const char *last_part;
	struct bundle *bundles;
	size_t count;
	char *text; /* MANIFEST_BYTES_MAX, reused for each manifest */
};

static const char *last_part(const char *uri)
{
	const char *part = uri;
	for (const char *at = uri; *at; at++)
		if (strchr("/#:", *at) && at[1])
			part = at + 1;
	return part;
}

/* The first MANIFEST_BYTES_MAX bytes of the file, or -1. */
static ssize_t read_manifest(const char *path, char *text)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -1;
	struct stat status;
	ssize_t total = 0, bytes = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? 1 : -1;
	while (bytes > 0 && total < (ssize_t)MANIFEST_BYTES_MAX) {
		bytes = read(fd, text + total, MANIFEST_BYTES_MAX - (size_t)total);
		total += bytes > 0 ? bytes : 0;
	}
	close(fd);
	return bytes < 0 ? -1 : total;
}

static bool is_dynamic(const struct search *search, size_t bytes)
{
	return memmem(search->text, bytes, "DynManifest", 11) || memmem(search->text, bytes, "dynmanifest", 11);
}

static enum likelihood judge(const struct search *search, size_t bytes)
{
	const bool has_last = memmem(search->text, bytes, search->last_part, strlen(search->last_part)) != NULL;
	const bool has_rest = memmem(search->text, bytes, search->uri, (size_t)(search->last_part - search->uri)) != NULL;
	if (has_last && has_rest)
		return NAMES_URI;
	const bool cut = bytes == MANIFEST_BYTES_MAX;
	const bool escaped = memmem(search->text, bytes, "\\u", 2) || memmem(search->text, bytes, "\\U", 2);
	return has_last || has_rest || cut || escaped || is_dynamic(search, bytes) ? MUST_BE_ASKED : LIKELIHOODS;
}

static void add_bundle(struct search *search, const char *directory, const char *name)
{
	char path[PATH_MAX], manifest[PATH_MAX + 16];
	if (snprintf(path, sizeof(path), "%s/%s/", directory, name) >= (int)sizeof(path))
		return;
	snprintf(manifest, sizeof(manifest), "%smanifest.ttl", path);
	const ssize_t bytes = read_manifest(manifest, search->text);
	if (bytes < 0)
		return;
	struct bundle *grown = realloc(search->bundles, (search->count + 1) * sizeof(struct bundle));
	if (!grown)
		return;
	search->bundles = grown;
	grown[search->count].path = strdup(path);
	grown[search->count].likelihood = judge(search, (size_t)bytes);
	grown[search->count].is_dynamic = is_dynamic(search, (size_t)bytes);
	if (grown[search->count].path)
		search->count++;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* In the order of a scan: both take the first of two equal ones. */
static void add_directory(struct search *search, const char *directory)
{
	struct dirent **entries;
	const int count = scandir(directory, &entries, NULL, by_name);
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.')
			add_bundle(search, directory, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* Like lilv: a leading ~ is the home directory, and $NAME a variable. */
static bool expand(const char *element, char *directory, size_t bytes)
{
	const char *start = "";
	const char *rest = element;
	char name[64];
	if (element[0] == '~' && (element[1] == '/' || !element[1])) {
		start = getenv("HOME");
		rest = element + 1;
	} else if (element[0] == '$') {
		const size_t length = strcspn(element + 1, "/");
		snprintf(name, sizeof(name), "%.*s", (int)length, element + 1);
		start = getenv(name);
		rest = element + 1 + length;
	}
	return start && snprintf(directory, bytes, "%s%s", start, rest) < (int)bytes;
}

static const char *search_path(void)
{
	const char *path = getenv("LV2_PATH");
	return path && path[0] ? path : USUAL_PATH;
}

static void add_path(struct search *search)
{
	char *path = strdup(search_path());
	char *rest = NULL;
	for (char *element = path ? strtok_r(path, ":", &rest) : NULL; element; element = strtok_r(NULL, ":", &rest)) {
		char directory[PATH_MAX];
		if (expand(element, directory, sizeof(directory)))
			add_directory(search, directory);
	}
	free(path);
}

static void load(LilvWorld *world, const char *path)
{
	LilvNode *bundle = lilv_new_file_uri(world, NULL, path);
	if (bundle)
		lilv_world_load_bundle(world, bundle);
	lilv_node_free(bundle);
}

/* The version of the plugin that this bundle describes. False if it describes none, but has presets or an editor. */
static bool version_in(const struct search *search, const char *path, uint64_t *version)
{
	struct subject subject = {.world = world_new()};
	LilvNode *uri = subject.world ? lilv_new_uri(subject.world, search->uri) : NULL;
	if (uri) {
		load(subject.world, path);
		subject.plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(subject.world), uri);
		*version = subject.plugin ? query_version(&subject) : 0;
	}
	lilv_node_free(uri);
	lilv_world_free(subject.world);
	return subject.plugin != NULL;
}

/* Several versions of a plugin may be installed: only the newest counts, or the first of equal ones. The bundles of the
   others are ignored. */
static void drop_older(struct search *search, enum likelihood step)
{
	struct bundle *newest = NULL;
	uint64_t newest_version = 0, version;
	size_t count = 0;
	for (size_t i = 0; i < search->count; i++)
		count += search->bundles[i].likelihood == step;
	for (size_t i = 0; count > 1 && i < search->count; i++) {
		struct bundle *bundle = &search->bundles[i];
		if (bundle->likelihood != step || !version_in(search, bundle->path, &version))
			continue;
		struct bundle *older = !newest ? NULL : version > newest_version ? newest : bundle;
		if (older)
			older->likelihood = LIKELIHOODS;
		if (older == bundle)
			continue;
		newest = bundle;
		newest_version = version;
	}
}

/* A bundle's code runs in another process: an unrelated bundle must not crash this one. */
static void ask_bundles(struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->bundles[i].likelihood == MUST_BE_ASKED && !world_ask(search->bundles[i].path, search->uri))
			search->bundles[i].likelihood = LIKELIHOODS;
}

static const LilvPlugin *find(LilvWorld *world, struct search *search)
{
	LilvNode *uri = lilv_new_uri(world, search->uri);
	if (!uri)
		return NULL;
	const LilvPlugin *plugin = NULL;
	for (enum likelihood step = 0; step < LIKELIHOODS && !plugin; step++) {
		if (step == MUST_BE_ASKED)
			ask_bundles(search);
		drop_older(search, step);
		for (size_t i = 0; i < search->count; i++)
			if (search->bundles[i].likelihood == step)
				load(world, search->bundles[i].path);
		plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri);
	}
	lilv_node_free(uri);
	return plugin;
}

static bool search_init(struct search *search, const char *uri)
{
	*search = (struct search){.uri = uri, .last_part = last_part(uri), .text = malloc(MANIFEST_BYTES_MAX)};
	if (!search->text)
		return false;
	add_path(search);
	return true;
}

static void search_cleanup(struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		free(search->bundles[i].path);
	free(search->bundles);
	free(search->text);
}

LilvWorld *world_new(void)
{
	LilvWorld *world = lilv_world_new();
	if (world)
		label_filter(world, false);
	return world;
}

LilvWorld *world_open(const char *uri, const LilvPlugin **plugin, const struct message *message)
{
	*plugin = NULL;
	if (!strchr(uri, ':')) {
		message_set(message, "Plugin not found for URI: %s (an LV2 plugin is named by a URI; lv2ls lists them)", uri);
		return NULL;
	}
	struct search search;
	LilvWorld *world = world_new();
	if (search_init(&search, uri) && world) {
		*plugin = find(world, &search);
		if (!*plugin)
			message_set(message,
			    "Plugin not found for URI: %s (it is not installed: %zu bundles under %s; install it or add its folder "
			    "to "
			    "LV2_PATH)",
			    uri, search.count, search_path());
	} else {
		message_set(message, "Plugin not found for URI: %s (out of memory)", uri);
	}
	search_cleanup(&search);
	if (!*plugin && world) {
		lilv_world_free(world);
		world = NULL;
	}
	return world;
}

LilvWorld *world_open_around(const char *uri, const char *bundle_uri)
{
	struct search search;
	LilvWorld *world = world_new();
	LilvNode *own = world ? lilv_new_uri(world, bundle_uri) : NULL;
	if (own)
		lilv_world_load_bundle(world, own);
	char *own_path = own ? lilv_node_get_path(own, NULL) : NULL;
	if (own_path && search_init(&search, uri)) {
		uint64_t version;
		for (size_t i = 0; i < search.count; i++)
			if (search.bundles[i].likelihood < LIKELIHOODS && !search.bundles[i].is_dynamic &&
			    strcmp(search.bundles[i].path, own_path) != 0 && !version_in(&search, search.bundles[i].path, &version))
				load(world, search.bundles[i].path);
		search_cleanup(&search);
	}
	lilv_free(own_path);
	lilv_node_free(own);
	return world;
}
