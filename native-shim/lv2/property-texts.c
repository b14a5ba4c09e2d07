/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of parameters that are not ports: texts as known to the main thread, and all of them in states. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "instance.h"
#include "labels.h"
#include "property-data.h"
#include "ring.h"

#define RDFS_LABEL "http://www.w3.org/2000/01/rdf-schema#label"

static struct lv2_properties *properties_of(struct lv2_instance *instance)
{
	return &instance->audio.properties;
}

/* Index of the text with this key, or UINT32_MAX. */
static uint32_t find_text(struct lv2_instance *instance, LV2_URID key)
{
	const struct lv2_properties *properties = properties_of(instance);
	for (uint32_t i = 0; i < properties->text_count; i++)
		if (properties->items[properties->number_count + i].key == key)
			return i;
	return UINT32_MAX;
}

/* The text in an atom: URIs also come as numbers, and texts with their language. */
static const char *text_in(const struct lv2_instance *instance, const LV2_Atom *atom, size_t *bytes)
{
	const LV2_Atom_Forge *forge = &instance->audio.forge;
	const char *body = LV2_ATOM_BODY_CONST(atom);
	*bytes = atom->size;
	if (atom->type == forge->Literal && atom->size >= sizeof(LV2_Atom_Literal_Body)) {
		*bytes -= sizeof(LV2_Atom_Literal_Body);
		return body + sizeof(LV2_Atom_Literal_Body);
	}
	if (atom->type != forge->URID || atom->size < sizeof(LV2_URID))
		return body;
	const char *uri = urids_unmap(instance->urids, ((const LV2_Atom_URID *)atom)->body);
	*bytes = SIZE_MAX;
	return uri ? uri : "";
}

static void remember_text(struct lv2_instance *instance, uint32_t number, const char *value, size_t bytes)
{
	if (number != UINT32_MAX)
		text_copy(instance->property_data.texts[number].value, PROPERTY_TEXT_BYTES, value, bytes);
}

static void remember_number(struct lv2_instance *instance, LV2_URID key, const LV2_Atom *value)
{
	struct lv2_audio *audio = &instance->audio;
	double number;
	for (uint32_t i = 0; i < audio->properties.number_count; i++) {
		if (audio->properties.items[i].key != key || !properties_number(audio, value, &number))
			continue;
		const float snapped = control_snap(&audio->controls[audio->properties.first + i], number);
		properties_note_exact(&audio->properties.items[i], number);
		__atomic_store(&audio->values[audio->properties.first + i], &snapped, __ATOMIC_RELAXED);
	}
}

static void remember(struct lv2_instance *instance, LV2_URID key, const LV2_Atom *value)
{
	size_t bytes;
	const char *text = text_in(instance, value, &bytes);
	remember_number(instance, key, value);
	remember_text(instance, find_text(instance, key), text, bytes);
}

void property_note_message(struct lv2_instance *instance, const void *atom)
{
	uint32_t at = 0;
	LV2_URID key = 0;
	for (const LV2_Atom *value; (value = properties_next(&instance->audio, atom, &at, &key));)
		remember(instance, key, value);
}

void property_take_received(struct lv2_instance *instance)
{
	struct ring *ring = properties_of(instance)->received;
	uint32_t bytes;
	while (ring && ring_peek(ring, &bytes)) {
		uint8_t *message = malloc(bytes);
		LV2_URID key;
		if (!message)
			return;
		ring_read(ring, message, &bytes);
		memcpy(&key, message, sizeof(key));
		const LV2_Atom *value = (const LV2_Atom *)(message + sizeof(key));
		size_t length;
		const char *text = text_in(instance, value, &length);
		remember_text(instance, find_text(instance, key), text, length);
		free(message);
	}
}

/* ---- states ---- */

/* States contain paths as returned by state:mapPath. */
static void remember_path(struct lv2_instance *instance, uint32_t number, const char *abstract)
{
	char *path = paths_absolute(&instance->paths, abstract);
	if (path)
		remember_text(instance, number, path, SIZE_MAX);
	free(path);
}

static void note_item(struct lv2_instance *instance, const struct state_property *item)
{
	const LV2_URID key = urids_map(instance->urids, item->key);
	const uint32_t number = find_text(instance, key);
	LV2_Atom *atom = malloc(sizeof(*atom) + item->value_bytes + 1);
	if (!atom)
		return;
	*atom = (LV2_Atom){item->value_bytes, urids_map(instance->urids, item->type)};
	memcpy(atom + 1, item->value, item->value_bytes);
	((char *)(atom + 1))[item->value_bytes] = '\0';
	if (number != UINT32_MAX && strcmp(item->type, LV2_ATOM__Path) == 0)
		remember_path(instance, number, (const char *)(atom + 1));
	else
		remember(instance, key, atom);
	free(atom);
}

void property_note_state(struct lv2_instance *instance)
{
	for (uint32_t i = 0; i < instance->collected.count; i++)
		note_item(instance, &instance->collected.items[i]);
	atomic_store(&properties_of(instance)->get_due, properties_of(instance)->sequence != UINT32_MAX);
}

static void save_item(
    struct lv2_instance *instance, const LilvNode *node, const char *type, const void *value, uint32_t bytes)
{
	const char *key = lilv_node_as_uri(node);
	const struct plugin_state_item item = {key, type, value, (uint32_t)strlen(key), (uint32_t)strlen(type), bytes,
	    LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE};
	state_keep(instance, &item);
}

static void save_number(struct lv2_instance *instance, uint32_t number)
{
	const struct lv2_audio *audio = &instance->audio;
	const struct lv2_property *item = &audio->properties.items[number];
	const uint32_t index = audio->properties.first + number;
	uint8_t body[sizeof(double)];
	float value;
	if (audio->controls[index].flags & PLUGIN_PARAMETER_READ_ONLY)
		return;
	__atomic_load(&audio->values[index], &value, __ATOMIC_RELAXED);
	const uint32_t bytes = properties_body(&audio->forge, item, properties_exact(item, value), body);
	save_item(instance, instance->property_data.numbers[number], urids_unmap(instance->urids, item->type), body, bytes);
}

void property_save(struct lv2_instance *instance)
{
	const struct lv2_properties *properties = properties_of(instance);
	for (uint32_t i = 0; i < properties->number_count; i++)
		save_number(instance, i);
	for (uint32_t i = 0; i < properties->text_count; i++) {
		const struct property_text *text = &instance->property_data.texts[i];
		const char *type = urids_unmap(instance->urids, properties->items[properties->number_count + i].type);
		const bool is_path = strcmp(type, LV2_ATOM__Path) == 0;
		char *value = text->is_read_only || !text->value[0] ? NULL
		              : is_path                             ? paths_abstract(&instance->paths, text->value)
		                                                    : strdup(text->value);
		if (value)
			save_item(instance, text->node, type, value, (uint32_t)strlen(value) + 1);
		free(value);
	}
}

void property_restore(struct lv2_instance *instance)
{
	property_note_state(instance);
	for (uint32_t i = 0; i < properties_of(instance)->text_count; i++) {
		struct property_text *text = &instance->property_data.texts[i];
		char value[PROPERTY_TEXT_BYTES];
		text_copy(value, sizeof(value), text->value, SIZE_MAX);
		if (value[0] && !text->is_read_only)
			lv2_property_set(&instance->audio.head, i, value);
	}
}

/* ---- plugin.h ---- */

int32_t lv2_property(struct plugin *plugin, uint32_t index, struct plugin_property *property)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const struct lv2_properties *properties = properties_of(instance);
	if (index >= properties->text_count)
		return PLUGIN_ERROR;
	const struct property_text *text = &instance->property_data.texts[index];
	const char *uri = lilv_node_as_uri(text->node);
	const char *type = urids_unmap(instance->urids, properties->items[properties->number_count + index].type);
	property->flags = text->is_read_only ? PLUGIN_PARAMETER_READ_ONLY : 0;
	text_copy(property->uri, sizeof(property->uri), uri, SIZE_MAX);
	text_copy(property->type, sizeof(property->type), type + strlen(LV2_ATOM_PREFIX), SIZE_MAX);
	text_copy(property->value, sizeof(property->value), text->value, SIZE_MAX);
	if (!label_of(&instance->subject, text->node, RDFS_LABEL, property->name, sizeof(property->name)))
		text_copy(property->name, sizeof(property->name), uri, SIZE_MAX);
	return PLUGIN_OK;
}

static bool open_exchange(struct lv2_audio *audio)
{
	if (!audio->exchange)
		atomic_store_explicit(&audio->exchange, exchange_new(audio), memory_order_release);
	return audio->exchange != NULL;
}

static bool send_set(struct lv2_instance *instance, const struct lv2_property *item, const char *value)
{
	struct lv2_audio *audio = &instance->audio;
	const struct lv2_properties *properties = properties_of(instance);
	_Alignas(8) uint8_t buffer[PROPERTY_TEXT_BYTES + 256];
	LV2_Atom_Forge forge = audio->forge;
	LV2_Atom_Forge_Frame object;
	lv2_atom_forge_set_buffer(&forge, buffer, sizeof(buffer));
	lv2_atom_forge_object(&forge, &object, 0, properties->set);
	lv2_atom_forge_key(&forge, properties->property);
	lv2_atom_forge_urid(&forge, item->key);
	lv2_atom_forge_key(&forge, properties->value);
	lv2_atom_forge_typed_string(&forge, item->type, value, (uint32_t)strlen(value));
	lv2_atom_forge_pop(&forge, &object);
	return exchange_send(audio->exchange, properties->sequence, (const LV2_Atom *)buffer) == EXCHANGE_OK;
}

/* id: the parameter's. Its text has all digits, which the float of the wire may not. */
static int32_t set_number(struct lv2_instance *instance, uint32_t id, const char *text)
{
	struct lv2_properties *properties = properties_of(instance);
	char *end = NULL;
	const double number = strtod(text, &end);
	if (end == text || *end || !isfinite(number))
		return PLUGIN_ERROR;
	for (uint32_t i = 0; i < properties->number_count; i++) {
		if ((properties->items[i].key | PROPERTY_ID_BIT) != id)
			continue;
		properties_note_exact(&properties->items[i], number);
		return plugin_parameter_set(&instance->audio.head, properties->first + i, number);
	}
	return PLUGIN_ERROR;
}

int32_t lv2_property_set(struct plugin *plugin, uint32_t index, const char *value)
{
	struct lv2_instance *instance = (struct lv2_instance *)plugin;
	const struct lv2_properties *properties = properties_of(instance);
	if (index & PROPERTY_ID_BIT)
		return set_number(instance, index, value);
	if (index >= properties->text_count || instance->property_data.texts[index].is_read_only ||
	    strlen(value) >= PROPERTY_TEXT_BYTES || !open_exchange(&instance->audio) ||
	    !send_set(instance, &properties->items[properties->number_count + index], value))
		return PLUGIN_ERROR;
	remember_text(instance, index, value, SIZE_MAX);
	return PLUGIN_OK;
}
