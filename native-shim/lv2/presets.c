/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Presets are states that lilv reads from Turtle. It returns their control values on request, but their properties only
 * to a plugin that restores them and knows their keys. So lilv gets a dummy plugin, and the keys are found among the
 * URIs that lilv mapped to numbers while reading.
 */
#include "presets.h"

#include <lv2/atom/atom.h>
#include <lv2/presets/presets.h>
#include <lv2/state/state.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labels.h"
#include "message.h"
#include "urid.h"

/* Names of presets may be whole sentences. */
#define LABEL_BYTES 4096
#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

struct reader {
	struct json *json;
	const struct subject *subject;
	struct urids *urids;
	LV2_URID *mapped; /* each number that was assigned, once */
	uint32_t mapped_count;
	char *uris; /* of the values that are URIDs, one per line; NULL: none */
};

static LV2_URID map_and_note(LV2_URID_Map_Handle handle, const char *uri)
{
	struct reader *reader = handle;
	const LV2_URID urid = urids_map(reader->urids, uri);
	for (uint32_t i = 0; i < reader->mapped_count; i++)
		if (reader->mapped[i] == urid)
			return urid;
	LV2_URID *grown = realloc(reader->mapped, (reader->mapped_count + 1) * sizeof(LV2_URID));
	if (!grown)
		return 0;
	reader->mapped = grown;
	grown[reader->mapped_count++] = urid;
	return urid;
}

/* ---- control values ---- */

static bool number_of(const struct reader *reader, const void *value, uint32_t bytes, LV2_URID type, double *number)
{
	const char *uri = urids_unmap(reader->urids, type);
	if (!uri)
		return false;
	if (strcmp(uri, LV2_ATOM__Float) == 0 && bytes == sizeof(float))
		*number = (double)*(const float *)value;
	else if (strcmp(uri, LV2_ATOM__Double) == 0 && bytes == sizeof(double))
		*number = *(const double *)value;
	else if ((strcmp(uri, LV2_ATOM__Int) == 0 || strcmp(uri, LV2_ATOM__Bool) == 0) && bytes == sizeof(int32_t))
		*number = *(const int32_t *)value;
	else if (strcmp(uri, LV2_ATOM__Long) == 0 && bytes == sizeof(int64_t))
		*number = (double)*(const int64_t *)value;
	else
		return false;
	return true;
}

/* LilvSetPortValueFunc */
static void write_port(const char *symbol, void *user, const void *value, uint32_t bytes, uint32_t type)
{
	const struct reader *reader = user;
	LilvNode *name = lilv_new_string(reader->subject->world, symbol);
	const LilvPort *port = lilv_plugin_get_port_by_symbol(reader->subject->plugin, name);
	double number;
	if (port && number_of(reader, value, bytes, type, &number)) {
		json_open_object(reader->json, NULL);
		json_integer(reader->json, "index", lilv_port_get_index(reader->subject->plugin, port));
		json_number(reader->json, "value", number);
		json_close_object(reader->json);
	}
	lilv_node_free(name);
}

/* ---- properties ---- */

static void write_base64(struct json *json, const char *key, const uint8_t *bytes, size_t count)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *text = malloc((count + 2) / 3 * 4 + 1);
	if (!text)
		return;
	char *end = text;
	for (size_t at = 0; at < count; at += 3) {
		const size_t left = count - at;
		const uint32_t group =
		    (uint32_t)bytes[at] << 16 | (left > 1 ? (uint32_t)bytes[at + 1] << 8 : 0) | (left > 2 ? bytes[at + 2] : 0);
		*end++ = digits[group >> 18];
		*end++ = digits[group >> 12 & 63];
		*end++ = digits[group >> 6 & 63];
		*end++ = digits[group & 63];
		if (left < 3) /* padding */
			memset(end - 3 + left, '=', 3 - left);
	}
	*end = '\0';
	json_text(json, key, text, SIZE_MAX);
	free(text);
}

/* Add it to the list. */
static void keep_uri(struct reader *reader, const char *uri)
{
	char *joined = NULL;
	if (!uri || asprintf(&joined, "%s%s%s", reader->uris ? reader->uris : "", reader->uris ? "\n" : "", uri) < 0)
		return;
	free(reader->uris);
	reader->uris = joined;
}

static void write_property(
    struct reader *reader, LV2_URID key, LV2_State_Retrieve_Function retrieve, LV2_State_Handle state)
{
	size_t bytes = 0;
	uint32_t type = 0, flags = 0;
	const void *value = retrieve(state, key, &bytes, &type, &flags);
	const char *type_uri = value ? urids_unmap(reader->urids, type) : NULL;
	if (!type_uri)
		return;
	json_open_object(reader->json, NULL);
	json_integer(reader->json, "flags", flags);
	json_text(reader->json, "key", urids_unmap(reader->urids, key), SIZE_MAX);
	json_text(reader->json, "type", type_uri, SIZE_MAX);
	write_base64(reader->json, "value", value, bytes);
	json_close_object(reader->json);
	LV2_URID urid;
	if (strcmp(type_uri, LV2_ATOM__URID) != 0 || bytes != sizeof(urid))
		return;
	memcpy(&urid, value, sizeof(urid));
	keep_uri(reader, urids_unmap(reader->urids, urid));
}

/* As states have them (urid.h). */
static void write_uris(const struct reader *reader)
{
	if (!reader->uris)
		return;
	json_open_object(reader->json, NULL);
	json_integer(reader->json, "flags", LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
	json_text(reader->json, "key", URIDS_PROPERTY, SIZE_MAX);
	json_text(reader->json, "type", LV2_ATOM__String, SIZE_MAX);
	write_base64(reader->json, "value", (const uint8_t *)reader->uris, strlen(reader->uris) + 1);
	json_close_object(reader->json);
}

/* The restore function of the dummy plugin, which is the reader. */
static LV2_State_Status restore(LV2_Handle plugin, LV2_State_Retrieve_Function retrieve, LV2_State_Handle state,
    uint32_t flags, const LV2_Feature *const *features)
{
	(void)flags, (void)features;
	struct reader *reader = plugin;
	for (uint32_t i = 0; i < reader->mapped_count; i++)
		write_property(reader, reader->mapped[i], retrieve, state);
	write_uris(reader);
	return LV2_STATE_SUCCESS;
}

static const void *state_interface(const char *uri)
{
	static const LV2_State_Interface interface = {.restore = restore};
	return strcmp(uri, LV2_STATE__interface) == 0 ? &interface : NULL;
}

static void write_properties(struct reader *reader, const LilvState *state)
{
	static const LV2_Descriptor descriptor = {.URI = "urn:maolan:preset-reader", .extension_data = state_interface};
	LilvInstance instance = {.lv2_descriptor = &descriptor, .lv2_handle = reader};
	lilv_state_restore(state, &instance, NULL, NULL, 0, NULL);
}

/* ---- presets ---- */

/* The label of the preset's pset:bank; empty if there is none. */
static void read_bank(const struct subject *subject, const LilvNode *preset, char *text, size_t bytes)
{
	LilvNode *predicate = lilv_new_uri(subject->world, LV2_PRESETS__bank);
	LilvNode *bank = lilv_world_get(subject->world, preset, predicate, NULL);
	text_copy(text, bytes, "", SIZE_MAX);
	if (bank && lilv_node_is_uri(bank))
		lilv_world_load_resource(subject->world, bank);
	if (bank && !label_of(subject, bank, RDFS_LABEL, text, bytes) && lilv_node_is_uri(bank))
		text_copy(text, bytes, lilv_node_as_uri(bank), SIZE_MAX);
	lilv_node_free(bank);
	lilv_node_free(predicate);
}

static void write_preset(struct json *json, const struct subject *subject, const LilvNode *preset)
{
	struct reader reader = {.json = json, .subject = subject, .urids = urids_new()};
	LV2_URID_Map map = {&reader, map_and_note};
	lilv_world_load_resource(subject->world, preset);
	LilvState *state = reader.urids ? lilv_state_new_from_world(subject->world, &map, preset) : NULL;
	if (state) {
		char name[LABEL_BYTES], bank[LABEL_BYTES];
		label_of(subject, preset, RDFS_LABEL, name, sizeof(name));
		read_bank(subject, preset, bank, sizeof(bank));
		json_open_object(json, NULL);
		json_text(json, "bank", bank, SIZE_MAX);
		json_text(json, "name", name, SIZE_MAX);
		json_open_array(json, "ports");
		lilv_state_emit_port_values(state, write_port, &reader);
		json_close_array(json);
		json_open_array(json, "properties");
		write_properties(&reader, state);
		json_close_array(json);
		json_text(json, "uri", lilv_node_as_uri(preset), SIZE_MAX);
		json_close_object(json);
		lilv_state_free(state);
	}
	free(reader.mapped);
	free(reader.uris);
	urids_free(reader.urids);
}

void presets_write(struct json *json, const struct subject *subject)
{
	LilvNode *class = lilv_new_uri(subject->world, LV2_PRESETS__Preset);
	LilvNodes *presets = lilv_plugin_get_related(subject->plugin, class);
	json_open_array(json, "presets");
	LILV_FOREACH(nodes, i, presets)
	write_preset(json, subject, lilv_nodes_get(presets, i));
	json_close_array(json);
	lilv_nodes_free(presets);
	lilv_node_free(class);
}
