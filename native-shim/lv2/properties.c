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

void properties_note_exact(struct lv2_property *item, double number)
{
	__atomic_store(&item->exact, &number, __ATOMIC_RELAXED);
}

double properties_exact(const struct lv2_property *item, float in_table)
{
	double exact;
	__atomic_load(&item->exact, &exact, __ATOMIC_RELAXED);
	return (float)exact == in_table ? exact : (double)in_table;
}

/* The greatest integers that an int32_t, and a double that is an int64_t, can have. */
#define INT_LIMIT 2147483647.0
#define LONG_LIMIT 9223372036854774784.0

static int64_t whole(double number, double limit)
{
	return llrint(fmin(fmax(number, -limit), limit));
}

uint32_t properties_body(const LV2_Atom_Forge *forge, const struct lv2_property *item, double number, void *body)
{
	const int32_t small = item->type == forge->Bool ? number > 0 : (int32_t)whole(number, INT_LIMIT);
	const int64_t large = whole(number, LONG_LIMIT);
	const float single = (float)number;
	const void *from = &single;
	uint32_t bytes = sizeof(single);
	if (item->type == forge->Bool || item->type == forge->Int) {
		from = &small;
	} else if (item->type == forge->Long || item->type == forge->Double) {
		from = item->type == forge->Long ? (const void *)&large : &number;
		bytes = sizeof(number);
	}
	memcpy(body, from, bytes);
	return bytes;
}

static void write_number(LV2_Atom_Forge *forge, const struct lv2_property *item)
{
	uint8_t body[sizeof(double)];
	const uint32_t bytes = properties_body(forge, item, properties_exact(item, item->known), body);
	lv2_atom_forge_atom(forge, bytes, item->type);
	lv2_atom_forge_write(forge, body, bytes);
}

static void write_set(const struct lv2_properties *properties, LV2_Atom_Forge *forge, const struct lv2_property *item)
{
	LV2_Atom_Forge_Frame object;
	lv2_atom_forge_frame_time(forge, 0);
	lv2_atom_forge_object(forge, &object, 0, properties->set);
	lv2_atom_forge_key(forge, properties->property);
	lv2_atom_forge_urid(forge, item->key);
	lv2_atom_forge_key(forge, properties->value);
	write_number(forge, item);
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
	properties_note_exact(&audio->properties.items[number], value);
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
