/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User input in a floating window that no window inside it has handled: keys and the wheel go to the view. A wheel
 * event that the view ignores changes the parameter under the pointer, if the view reports which one that is
 * (IParameterFinder).
 */
#include <X11/keysym.h>
#include <math.h>

#include "editor.h"
#include "instance.h"

/* For a parameter without steps, per wheel notch. */
#define WHEEL_STEP 0.01

/* ---- keys ---- */

static const struct {
	uint32_t symbol;
	int16_t key;
} keys[] = {{XK_BackSpace, VST3_KEY_BACK}, {XK_Tab, VST3_KEY_TAB}, {XK_Clear, VST3_KEY_CLEAR},
    {XK_Return, VST3_KEY_RETURN}, {XK_Pause, VST3_KEY_PAUSE}, {XK_Escape, VST3_KEY_ESCAPE}, {XK_space, VST3_KEY_SPACE},
    {XK_End, VST3_KEY_END}, {XK_Home, VST3_KEY_HOME}, {XK_Left, VST3_KEY_LEFT}, {XK_Up, VST3_KEY_UP},
    {XK_Right, VST3_KEY_RIGHT}, {XK_Down, VST3_KEY_DOWN}, {XK_Page_Up, VST3_KEY_PAGE_UP},
    {XK_Page_Down, VST3_KEY_PAGE_DOWN}, {XK_Select, VST3_KEY_SELECT}, {XK_Print, VST3_KEY_PRINT},
    {XK_KP_Enter, VST3_KEY_ENTER}, {XK_Insert, VST3_KEY_INSERT}, {XK_Delete, VST3_KEY_DELETE}, {XK_Help, VST3_KEY_HELP},
    {XK_KP_Multiply, VST3_KEY_MULTIPLY}, {XK_KP_Add, VST3_KEY_ADD}, {XK_KP_Separator, VST3_KEY_SEPARATOR},
    {XK_KP_Subtract, VST3_KEY_SUBTRACT}, {XK_KP_Decimal, VST3_KEY_DECIMAL}, {XK_KP_Divide, VST3_KEY_DIVIDE},
    {XK_Num_Lock, VST3_KEY_NUM_LOCK}, {XK_Scroll_Lock, VST3_KEY_SCROLL}, {XK_Shift_L, VST3_KEY_SHIFT},
    {XK_Shift_R, VST3_KEY_SHIFT}, {XK_Control_L, VST3_KEY_CONTROL}, {XK_Control_R, VST3_KEY_CONTROL},
    {XK_Alt_L, VST3_KEY_ALT}, {XK_Alt_R, VST3_KEY_ALT}};

static int16_t code_of(uint32_t symbol)
{
	if (symbol >= XK_F1 && symbol <= XK_F12)
		return (int16_t)(VST3_KEY_F1 + (symbol - XK_F1));
	if (symbol >= XK_KP_0 && symbol <= XK_KP_9)
		return (int16_t)(VST3_KEY_NUMPAD_0 + (symbol - XK_KP_0));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].symbol == symbol)
			return keys[i].key;
	return 0;
}

static int16_t modifiers_of(uint32_t modifiers)
{
	return (int16_t)((modifiers & WINDOW_SHIFT ? VST3_MODIFIER_SHIFT : 0) |
	                 (modifiers & WINDOW_ALT ? VST3_MODIFIER_ALTERNATE : 0) |
	                 (modifiers & WINDOW_CONTROL ? VST3_MODIFIER_COMMAND : 0));
}

void editor_key(void *user, const struct window_key *key)
{
	const struct vst3_instance *instance = user;
	struct v3_plugin_view **view = instance->editor.view;
	const int16_t character = (int16_t)key->character, code = code_of(key->symbol);
	if (!instance->editor.attached)
		return;
	if (key->is_down)
		(*view)->on_key_down(view, character, code, modifiers_of(key->modifiers));
	else
		(*view)->on_key_up(view, character, code, modifiers_of(key->modifiers));
}

/* ---- the wheel ---- */

static bool find_parameter(struct v3_plugin_view **view, int32_t x, int32_t y, v3_param_id *id)
{
	struct v3_plugin_view_parameter_finder **finder = NULL;
	if ((*view)->query_interface(view, v3_plugin_view_parameter_finder_iid, (void **)&finder) != V3_OK || !finder)
		return false;
	const bool found = (*finder)->find_parameter(finder, x, y, id) == V3_OK;
	(*finder)->unref(finder);
	return found;
}

/* Like a drag in the view: the DAW is notified through the component handler. */
static void turn(struct vst3_instance *instance, v3_param_id id, double notches)
{
	struct v3_edit_controller **controller = instance->controller;
	struct v3_component_handler **handler = handler_object(instance);
	struct v3_param_info info;
	uint32_t index = 0;
	while (index < instance->audio.parameter_count && instance->audio.ids[index] != id)
		index++;
	if (index == instance->audio.parameter_count || instance->audio.is_read_only[index] ||
	    !parameters_info(instance, index, &info))
		return;
	const double step = info.step_count > 0 ? 1.0 / info.step_count : WHEEL_STEP;
	const double value = (*controller)->get_parameter_normalised(controller, id) + notches * step;
	const double turned = fmin(fmax(value, 0), 1);
	(*controller)->set_parameter_normalised(controller, id, turned);
	(*handler)->begin_edit(handler, id);
	(*handler)->perform_edit(handler, id, turned);
	(*handler)->end_edit(handler, id);
}

void editor_wheel(void *user, float notches, int32_t x, int32_t y)
{
	struct vst3_instance *instance = user;
	struct v3_plugin_view **view = instance->editor.view;
	v3_param_id id = 0;
	if (!instance->editor.attached || (*view)->on_wheel(view, notches) == V3_OK)
		return;
	if (instance->editor.attached && find_parameter(view, x, y, &id))
		turn(instance, id, (double)notches);
}
