/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blob of a VST3 plugin's state: the plugin's id (UTF-8 text), the component's stream, the controller's stream;
 * each as a u32 length and its bytes, packed.
 */
#include "core.h"
#include "state.h"
#include "utf8.h"

static struct {
	struct piece id;
	struct piece component;
	struct piece controller;
} reader;

int32_t state_vst3_write(uint32_t id_bytes, uint32_t component_bytes, uint32_t controller_bytes)
{
	struct cursor staging = staging_cursor();
	const uint8_t *id = cursor_take(&staging, id_bytes);
	const uint8_t *component = cursor_take(&staging, component_bytes);
	const uint8_t *controller = cursor_take(&staging, controller_bytes);
	if (staging.failed || !utf8_valid(id, id_bytes))
		return -1;
	struct cursor blob = state_cursor(sizeof state_bytes);
	cursor_write_piece(&blob, id, id_bytes);
	cursor_write_piece(&blob, component, component_bytes);
	cursor_write_piece(&blob, controller, controller_bytes);
	return blob.failed ? -1 : (int32_t)blob.at;
}

int32_t state_vst3_read(uint32_t bytes)
{
	memset(&reader, 0, sizeof reader);
	state_fault_clear();
	struct cursor cursor = state_cursor(bytes);
	struct piece id = state_read_text(&cursor, STATE_FIELD_ID);
	struct piece component = state_read_piece(&cursor, STATE_FIELD_COMPONENT);
	struct piece controller = state_read_piece(&cursor, STATE_FIELD_CONTROLLER);
	if (cursor.failed)
		return -1;
	reader.id = id;
	reader.component = component;
	reader.controller = controller;
	return 0;
}

const void *state_vst3_id(void)
{
	return reader.id.bytes;
}

uint32_t state_vst3_id_bytes(void)
{
	return reader.id.count;
}

const void *state_vst3_component(void)
{
	return reader.component.bytes;
}

uint32_t state_vst3_component_bytes(void)
{
	return reader.component.count;
}

const void *state_vst3_controller(void)
{
	return reader.controller.bytes;
}

uint32_t state_vst3_controller_bytes(void)
{
	return reader.controller.count;
}
