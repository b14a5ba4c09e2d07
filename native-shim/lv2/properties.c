/* SPDX-License-Identifier: BSD-2-Clause */
/* Sets, requests and receives patch:writable and patch:readable values (lv2/patch). */
#include "properties.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

#include "audio.h"
#include "os.h"
#include "ring.h"

/* Upper limit for the size of a numeric patch:Set. */
#define SET_BYTES_MAX 128u
#define TEXT_BYTES_MAX 8192u

/* ---- to the plugin ---- */

static void write_number(LV2_Atom_Forge *forge, LV2_URID type, float number)
{
	if (type == forge->Bool)
		lv2_atom_forge_bool(forge, number > 0);
	else if (type == forge->Int)
		lv2_atom_forge_int(forge, (int32_t)lrintf(number));
	else if (type == forge->Long)
		lv2_atom_forge_long(forge, lrintf(number));
	else if (type == forge->Double)
		lv2_atom_forge_double(forge, (double)number);
	else
		lv2_atom_forge_float(forge, number);
}

static void write_set(const struct lv2_properties *properties, LV2_Atom_Forge *forge, const struct lv2_property *item)
{
	LV2_Atom_Forge_Frame object;
	lv2_atom_forge_frame_time(forge, 0);
	lv2_atom_forge_object(forge, &object, 0, properties->set);
	lv2_atom_forge_key(forge, properties->property);
	lv2_atom_forge_urid(forge, item->key);
	lv2_atom_forge_key(forge, properties->value);
	write_number(forge, item->type, item->known);
	lv2_atom_forge_pop(forge, &object);
}

static bool has_room(const LV2_Atom_Forge *forge)
{
	return forge->offset + SET_BYTES_MAX + SEQUENCE_MIDI_BYTES <= forge->size;
}

void properties_forge(struct lv2_audio *audio, LV2_Atom_Forge *forge)
{
	struct lv2_properties *properties = &audio->properties;
	for (uint32_t i = 0; i < properties->number_count && has_room(forge); i++) {
		struct lv2_property *item = &properties->items[i];
		float value;
		__atomic_load(&audio->values[properties->first + i], &value, __ATOMIC_RELAXED);
		if (value == item->known || (audio->controls[properties->first + i].flags & PLUGIN_PARAMETER_READ_ONLY))
			continue;
		item->known = value;
		write_set(properties, forge, item);
	}
}

void properties_ask(struct lv2_audio *audio, LV2_Atom_Forge *forge)
{
	struct lv2_properties *properties = &audio->properties;
	if (!has_room(forge) || !atomic_exchange_explicit(&properties->get_due, false, memory_order_acquire))
		return;
	LV2_Atom_Forge_Frame object;
	lv2_atom_forge_frame_time(forge, 0);
	lv2_atom_forge_object(forge, &object, 0, properties->get);
	lv2_atom_forge_pop(forge, &object);
}

/* ---- from the plugin ---- */

bool properties_number(const struct lv2_audio *audio, const LV2_Atom *atom, double *number)
{
	const LV2_Atom_Forge *forge = &audio->forge;
	const void *body = LV2_ATOM_BODY_CONST(atom);
	if (atom->type == forge->Float && atom->size >= sizeof(float))
		*number = (double)*(const float *)body;
	else if ((atom->type == forge->Int || atom->type == forge->Bool) && atom->size >= sizeof(int32_t))
		*number = *(const int32_t *)body;
	else if (atom->type == forge->Double && atom->size >= sizeof(double))
		memcpy(number, body, sizeof(double));
	else if (atom->type == forge->Long && atom->size >= sizeof(int64_t))
		*number = (double)((const LV2_Atom_Long *)atom)->body;
	else
		return false;
	return isfinite(*number);
}

/* The property of an object whose header is at offset at of its body, if all of it is inside the body. */
static const LV2_Atom_Property_Body *property_at(const LV2_Atom *object, uint32_t at)
{
	const uint8_t *body = LV2_ATOM_BODY_CONST(object);
	if (at > object->size || object->size - at < sizeof(LV2_Atom_Property_Body))
		return NULL;
	const LV2_Atom_Property_Body *property = (const void *)(body + at);
	return property->value.size <= object->size - at - sizeof(*property) ? property : NULL;
}

static const LV2_Atom *find(const LV2_Atom *object, LV2_URID key)
{
	uint32_t at = sizeof(LV2_Atom_Object_Body);
	for (const LV2_Atom_Property_Body *property; (property = property_at(object, at));) {
		if (property->key == key)
			return &property->value;
		at += (uint32_t)sizeof(*property) + lv2_atom_pad_size(property->value.size);
	}
	return NULL;
}

const LV2_Atom *properties_next(const struct lv2_audio *audio, const LV2_Atom *atom, uint32_t *at, LV2_URID *key)
{
	const struct lv2_properties *properties = &audio->properties;
	const LV2_Atom_Object *object = (const LV2_Atom_Object *)atom;
	if (atom->type != audio->forge.Object || atom->size < sizeof(LV2_Atom_Object_Body))
		return NULL;
	if (object->body.otype == properties->set && *at == 0) {
		const LV2_Atom *name = find(atom, properties->property);
		*at = 1;
		if (!name || name->type != audio->forge.URID || name->size < sizeof(LV2_URID))
			return NULL;
		*key = ((const LV2_Atom_URID *)name)->body;
		return find(atom, properties->value);
	}
	const LV2_Atom *body = object->body.otype == properties->put ? find(atom, properties->body) : NULL;
	if (!body || body->type != audio->forge.Object)
		return NULL;
	const uint32_t from = *at == 0 ? (uint32_t)sizeof(LV2_Atom_Object_Body) : *at;
	const LV2_Atom_Property_Body *property = property_at(body, from);
	if (!property)
		return NULL;
	*at = from + (uint32_t)sizeof(*property) + lv2_atom_pad_size(property->value.size);
	*key = property->key;
	return &property->value;
}

static void receive_number(struct lv2_audio *audio, uint32_t number, const LV2_Atom *atom)
{
	double value;
	if (!properties_number(audio, atom, &value))
		return;
	const float snapped = control_snap(&audio->controls[audio->properties.first + number], value);
	audio->properties.items[number].known = snapped;
	__atomic_store(&audio->values[audio->properties.first + number], &snapped, __ATOMIC_RELAXED);
}

static void receive_text(struct lv2_properties *properties, LV2_URID key, const LV2_Atom *atom)
{
	_Alignas(8) uint8_t message[sizeof(key) + sizeof(*atom) + TEXT_BYTES_MAX];
	if (atom->size > TEXT_BYTES_MAX)
		return;
	memcpy(message, &key, sizeof(key));
	memcpy(message + sizeof(key), atom, sizeof(*atom) + atom->size);
	if (ring_write(properties->received, message, (uint32_t)(sizeof(key) + sizeof(*atom) + atom->size)))
		notify_main();
}

void properties_receive(struct lv2_audio *audio, const LV2_Atom *atom)
{
	struct lv2_properties *properties = &audio->properties;
	const uint32_t count = properties->number_count + properties->text_count;
	uint32_t at = 0;
	LV2_URID key = 0;
	for (const LV2_Atom *value; count > 0 && (value = properties_next(audio, atom, &at, &key));)
		for (uint32_t i = 0; i < count; i++) {
			if (properties->items[i].key != key)
				continue;
			if (i < properties->number_count)
				receive_number(audio, i, value);
			else
				receive_text(properties, key, value);
		}
}
