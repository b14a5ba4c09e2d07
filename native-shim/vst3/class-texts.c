#include "class-texts.h"

#include "message.h"

/* The category that users know stands in IPluginFactory2; IPluginFactory has only the kind of class. */
struct class_texts class_texts_read(struct v3_plugin_factory **factory, int32_t number, const char *kind)
{
	struct class_texts texts = {0};
	struct v3_factory_info info = {0};
	struct v3_class_info_2 more = {0};
	struct v3_plugin_factory_2 **factory2 = NULL;
	(*factory)->get_factory_info(factory, &info);
	(*factory)->query_interface(factory, v3_plugin_factory_2_iid, (void **)&factory2);
	if (factory2) {
		(*factory2)->get_class_info_2(factory2, number, &more);
		(*factory2)->unref(factory2);
	}
	text_copy(texts.vendor, sizeof(texts.vendor), more.vendor[0] ? more.vendor : info.vendor, sizeof(info.vendor));
	text_copy(texts.version, sizeof(texts.version), more.version, sizeof(more.version));
	if (more.sub_categories[0])
		text_copy(texts.category, sizeof(texts.category), more.sub_categories, sizeof(more.sub_categories));
	else
		text_copy(texts.category, sizeof(texts.category), kind, sizeof(((struct v3_class_info *)NULL)->category));
	return texts;
}

struct class_texts class_texts_of(struct v3_plugin_factory **factory, const v3_tuid class_id)
{
	const int32_t count = (*factory)->num_classes(factory);
	for (int32_t i = 0; i < count; i++) {
		struct v3_class_info info = {0};
		if ((*factory)->get_class_info(factory, i, &info) == V3_OK && v3_tuid_match(info.class_id, class_id))
			return class_texts_read(factory, i, info.category);
	}
	return (struct class_texts){0};
}
