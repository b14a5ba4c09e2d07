/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads units and program lists (IUnitInfo). */
#include "units.h"

#include "text.h"

#define ROOT_UNIT 0
/* Units may be listed as each other's parents. */
#define DEPTH_MAX 8
#define STRING_UNITS (sizeof(v3_str_128) / sizeof(int16_t))

struct v3_unit_information **units_open(struct vst3_instance *instance)
{
	struct v3_unit_information **units = NULL;
	struct v3_edit_controller **controller = instance->controller;
	if (!controller || (*controller)->query_interface(controller, v3_unit_information_iid, (void **)&units) != V3_OK)
		return NULL;
	return units;
}

static bool find_unit(struct v3_unit_information **units, int32_t id, struct v3_unit_info *info)
{
	const int32_t count = (*units)->get_unit_count(units);
	for (int32_t i = 0; i < count; i++) {
		*info = (struct v3_unit_info){0};
		if ((*units)->get_unit_info(units, i, info) == V3_OK && info->id == id)
			return true;
	}
	return false;
}

/* Prepend "name/" to the text. */
static void prepend(char *text, size_t bytes, const char *name)
{
	const size_t length = strlen(text), added = strlen(name) + (length > 0);
	if (!name[0] || length + added >= bytes)
		return;
	memmove(text + added, text, length + 1);
	for (size_t i = 0; name[i]; i++)
		text[i] = name[i];
	if (length > 0)
		text[added - 1] = '/';
}

void units_path(struct vst3_instance *instance, int32_t unit_id, char *text, size_t bytes)
{
	text[0] = '\0';
	struct v3_unit_information **units = unit_id == ROOT_UNIT ? NULL : units_open(instance);
	if (!units)
		return;
	struct v3_unit_info info;
	for (int depth = 0; depth < DEPTH_MAX && unit_id > ROOT_UNIT && find_unit(units, unit_id, &info); depth++) {
		char name[256];
		text_from_utf16(name, sizeof(name), info.name, STRING_UNITS);
		prepend(text, bytes, name);
		unit_id = info.parent_unit_id;
	}
	(*units)->unref(units);
}
