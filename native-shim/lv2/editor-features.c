/* SPDX-License-Identifier: BSD-2-Clause */
/* The features and options offered to editors. */
#include <lv2/buf-size/buf-size.h>
#include <lv2/parameters/parameters.h>
#include <string.h>

#include "editor.h"

#define MAKE_RESIDENT LV2_UI_PREFIX "makeSONameResident"
#define MAKE_RESIDENT_FIRST LV2_UI_PREFIX "makeResident" /* its earlier name, used by Calf */
#define TRANSIENT_FOR "http://kxstudio.sf.net/ns/lv2ext/props#TransientWindowId"

/* Features without data. makeResident requests that a library stays loaded, which is true of all. */
static const char *const promises[] = {LV2_UI__idleInterface, LV2_UI__noUserResize, LV2_UI__fixedSize,
    LV2_UI__floatProtocol, LV2_ATOM__eventTransfer, MAKE_RESIDENT, MAKE_RESIDENT_FIRST};
static const char *const with_data[] = {LV2_URID__map, LV2_URID__unmap, LV2_OPTIONS__options, LV2_LOG__log,
    LV2_UI__resize, LV2_UI__portMap, LV2_UI__portSubscribe, LV2_UI__touch, LV2_INSTANCE_ACCESS_URI,
    LV2_DATA_ACCESS_URI};
static const char *const option_keys[] = {LV2_PARAMETERS__sampleRate, LV2_UI__updateRate, LV2_UI__scaleFactor,
    LV2_UI__windowTitle, LV2_BUF_SIZE__minBlockLength, LV2_BUF_SIZE__maxBlockLength, LV2_BUF_SIZE__nominalBlockLength,
    LV2_BUF_SIZE__sequenceSize};

/* Some data (x42's) require the type's name as a feature, too. */
static const char *const external_names[] = {EXTERNAL_UI_HOST, EXTERNAL_UI_WIDGET, EXTERNAL_UI_FIRST};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool contains(const char *const *list, size_t count, const char *uri)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], uri) == 0)
			return true;
	return false;
}

bool editor_offers_feature(enum editor_kind kind, const char *uri)
{
	const bool external = contains(external_names, COUNT(external_names), uri);
	return (kind == EDITOR_EXTERNAL && external) || contains(promises, COUNT(promises), uri) ||
	       contains(with_data, COUNT(with_data), uri) || (kind == EDITOR_EMBEDDED && strcmp(uri, LV2_UI__parent) == 0);
}

bool editor_offers_option(const char *uri)
{
	return contains(option_keys, COUNT(option_keys), uri);
}

/* The editor requests another size, or reports its own. */
static int resize(LV2UI_Feature_Handle handle, int width, int height)
{
	struct editor *editor = handle;
	if (!editor->container || width <= 0 || height <= 0)
		return 1;
	return editor->windows->resize(editor->container, (uint32_t)width, (uint32_t)height) == 0 ? 0 : 1;
}

/* For plugins without any extension data. */
static const void *no_data(const char *uri)
{
	(void)uri;
	return NULL;
}

static void add(struct editor_features *features, const char *uri, void *data)
{
	LV2_Feature *item = &features->items[features->count];
	*item = (LV2_Feature){uri, data};
	features->list[features->count++] = item;
}

static void add_option(struct editor *editor, const char *key, const char *type, uint32_t bytes, const void *value)
{
	struct urids *urids = editor->instance->urids;
	editor->features.options[editor->features.option_count++] =
	    (LV2_Options_Option){LV2_OPTIONS_INSTANCE, 0, urids_map(urids, key), bytes, urids_map(urids, type), value};
}

static void external_closed(LV2UI_Controller controller)
{
	((struct editor *)controller)->closed = true;
}

static void init_options(struct editor *editor)
{
	struct editor_features *features = &editor->features;
	const struct features *plugins = &editor->instance->features;
	features->sample_rate = (float)editor->instance->sample_rate;
	features->update_rate = EDITOR_RATE;
	features->scale = (float)editor->windows->scale();
	features->transient_for = (int64_t)editor->parent_window;

	add_option(editor, LV2_PARAMETERS__sampleRate, LV2_ATOM__Float, 4, &features->sample_rate);
	add_option(editor, LV2_UI__updateRate, LV2_ATOM__Float, 4, &features->update_rate);
	add_option(editor, LV2_UI__scaleFactor, LV2_ATOM__Float, 4, &features->scale);
	add_option(editor, LV2_UI__windowTitle, LV2_ATOM__String, (uint32_t)strlen(editor->title) + 1, editor->title);
	add_option(editor, LV2_BUF_SIZE__minBlockLength, LV2_ATOM__Int, 4, &plugins->block_length_min);
	add_option(editor, LV2_BUF_SIZE__maxBlockLength, LV2_ATOM__Int, 4, &plugins->block_length_max);
	add_option(editor, LV2_BUF_SIZE__nominalBlockLength, LV2_ATOM__Int, 4, &plugins->block_length_max);
	add_option(editor, LV2_BUF_SIZE__sequenceSize, LV2_ATOM__Int, 4, &plugins->sequence_bytes);
	/* An editor with its own top-level window cannot be embedded in the DAW's, but it can stay above it. */
	if (!editor->container && editor->parent_window)
		add_option(editor, TRANSIENT_FOR, LV2_ATOM__Long, 8, &features->transient_for);
}

void editor_features_init(struct editor *editor)
{
	struct lv2_instance *instance = editor->instance;
	struct editor_features *features = &editor->features;
	const LV2_Descriptor *descriptor = lilv_instance_get_descriptor(instance->lilv);
	features->resize = (LV2UI_Resize){editor, resize};
	features->port_map = (LV2UI_Port_Map){editor, editor_port_index};
	features->port_subscribe = (LV2UI_Port_Subscribe){editor, editor_subscribe, editor_unsubscribe};
	features->touch = (LV2UI_Touch){editor, editor_touch};
	features->data_access.data_access = descriptor->extension_data ? descriptor->extension_data : no_data;
	init_options(editor);

	add(features, LV2_URID__map, &instance->features.map);
	add(features, LV2_URID__unmap, &instance->features.unmap);
	add(features, LV2_OPTIONS__options, features->options);
	add(features, LV2_LOG__log, &instance->features.log);
	add(features, LV2_UI__portMap, &features->port_map);
	add(features, LV2_UI__portSubscribe, &features->port_subscribe);
	add(features, LV2_UI__touch, &features->touch);
	add(features, LV2_INSTANCE_ACCESS_URI, instance->audio.handle);
	add(features, LV2_DATA_ACCESS_URI, &features->data_access);
	add(features, LV2_UI__resize, &features->resize);
	if (editor->source.kind == EDITOR_EMBEDDED) /* its absence makes editors create their own window */
		add(features, LV2_UI__parent, (void *)(uintptr_t)editor->windows->id(editor->container));
	features->external = (struct external_ui_host){external_closed, editor->title};
	if (editor->source.kind == EDITOR_EXTERNAL)
		for (size_t i = 0; i < COUNT(external_names); i++)
			add(features, external_names[i], &features->external);
	for (size_t i = 0; i < COUNT(promises); i++)
		add(features, promises[i], NULL);
}
