/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads classes from IPluginFactory3, IPluginFactory2 or IPluginFactory. */
#include "factory.h"

#include "message.h"
#include "text.h"

#define UNITS(text) (sizeof(text) / sizeof((text)[0]))

static void *interface_of(struct v3_plugin_factory **factory, const v3_tuid iid)
{
	void *found = NULL;
	return (*factory)->query_interface(factory, iid, &found) == V3_OK ? found : NULL;
}

/* The only one whose names have a defined encoding. */
static bool read_unicode(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info)
{
	struct v3_class_info_3 from = {0};
	struct v3_plugin_factory_3 **factory3 = interface_of(factory, v3_plugin_factory_3_iid);
	if (!factory3)
		return false;
	const v3_result result = (*factory3)->get_class_info_utf16(factory3, index, &from);
	(*factory3)->unref(factory3);
	if (result != V3_OK)
		return false;
	memcpy(info->class_id, from.class_id, sizeof(v3_tuid));
	text_copy(info->category, sizeof(info->category), from.category, sizeof(from.category));
	text_copy(info->sub_categories, sizeof(info->sub_categories), from.sub_categories, sizeof(from.sub_categories));
	text_from_utf16(info->name, sizeof(info->name), from.name, UNITS(from.name));
	text_from_utf16(info->vendor, sizeof(info->vendor), from.vendor, UNITS(from.vendor));
	text_from_utf16(info->version, sizeof(info->version), from.version, UNITS(from.version));
	return true;
}

static bool read_second(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info)
{
	struct v3_class_info_2 from = {0};
	struct v3_plugin_factory_2 **factory2 = interface_of(factory, v3_plugin_factory_2_iid);
	if (!factory2)
		return false;
	const v3_result result = (*factory2)->get_class_info_2(factory2, index, &from);
	(*factory2)->unref(factory2);
	if (result != V3_OK)
		return false;
	memcpy(info->class_id, from.class_id, sizeof(v3_tuid));
	text_copy(info->category, sizeof(info->category), from.category, sizeof(from.category));
	text_copy(info->sub_categories, sizeof(info->sub_categories), from.sub_categories, sizeof(from.sub_categories));
	text_copy(info->name, sizeof(info->name), from.name, sizeof(from.name));
	text_copy(info->vendor, sizeof(info->vendor), from.vendor, sizeof(from.vendor));
	text_copy(info->version, sizeof(info->version), from.version, sizeof(from.version));
	return true;
}

static bool read_first(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info)
{
	struct v3_class_info from = {0};
	if ((*factory)->get_class_info(factory, index, &from) != V3_OK)
		return false;
	memcpy(info->class_id, from.class_id, sizeof(v3_tuid));
	text_copy(info->category, sizeof(info->category), from.category, sizeof(from.category));
	text_copy(info->name, sizeof(info->name), from.name, sizeof(from.name));
	return true;
}

/* Some leave the texts of the newest record empty. */
static void complete(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info)
{
	struct factory_class older = {0};
	struct v3_factory_info maker = {0};
	const bool has_all = info->name[0] && info->vendor[0] && info->sub_categories[0] && info->version[0];
	if (!has_all && !read_second(factory, index, &older))
		read_first(factory, index, &older);
	if (!info->name[0])
		text_copy(info->name, sizeof(info->name), older.name, sizeof(older.name));
	if (!info->sub_categories[0])
		text_copy(
		    info->sub_categories, sizeof(info->sub_categories), older.sub_categories, sizeof(older.sub_categories));
	if (!info->vendor[0])
		text_copy(info->vendor, sizeof(info->vendor), older.vendor, sizeof(older.vendor));
	if (!info->version[0])
		text_copy(info->version, sizeof(info->version), older.version, sizeof(older.version));
	(*factory)->get_factory_info(factory, &maker);
	if (!info->vendor[0])
		text_copy(info->vendor, sizeof(info->vendor), maker.vendor, sizeof(maker.vendor));
}

bool factory_read_class(struct v3_plugin_factory **factory, int32_t index, struct factory_class *info)
{
	*info = (struct factory_class){0};
	if (!read_unicode(factory, index, info) && !read_second(factory, index, info) && !read_first(factory, index, info))
		return false;
	complete(factory, index, info);
	return true;
}

bool factory_find_class(struct v3_plugin_factory **factory, const v3_tuid class_id, struct factory_class *info)
{
	const int32_t count = (*factory)->num_classes(factory);
	for (int32_t i = 0; i < count; i++)
		if (factory_read_class(factory, i, info) && v3_tuid_match(info->class_id, class_id))
			return true;
	*info = (struct factory_class){0};
	return false;
}
