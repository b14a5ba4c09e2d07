/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of the VST3 API that this host needs: travesty's C declarations, and what they lack. Names and ids of
 * interfaces are those of the VST3 specification; an interface is a pointer to a pointer to its function table.
 */
#ifndef MAOLAN_VST3_API_H
#define MAOLAN_VST3_API_H

/* travesty uses these names without struct, as in C++. */
typedef struct v3_attribute_list v3_attribute_list;
typedef struct v3_unit_info v3_unit_info;
typedef struct v3_program_list_info v3_program_list_info;
typedef struct v3_event_handler v3_event_handler;
typedef struct v3_timer_handler v3_timer_handler;

#include <travesty/audio_processor.h>
#include <travesty/component.h>
#include <travesty/edit_controller.h>
#include <travesty/events.h>
#include <travesty/factory.h>
#include <travesty/host.h>
#include <travesty/message.h>
#include <travesty/unit.h>

#define VST3_AUDIO_CLASS "Audio Module Class" /* category of a component's class */
#define VST3_NO_PARAMETER UINT32_MAX

/* restartComponent flags beyond travesty's */
#define V3_RESTART_KEYSWITCH_CHANGED (1 << 10)

/* Controller numbers of IMidiMapping and LegacyMIDICCOutEvent, after the 128 of MIDI */
enum vst3_controller_number {
	VST3_AFTERTOUCH = 128,
	VST3_PITCH_BEND = 129,
	VST3_PROGRAM_CHANGE = 130,
	VST3_MAPPED_CONTROLLERS, /* number of those that IMidiMapping supports */
	VST3_POLY_PRESSURE = 131,
};

/* NoteExpressionTypeIDs (ivstnoteexpression.h); values are 0..1. */
enum vst3_note_expression {
	VST3_EXPRESSION_VOLUME = 0,  /* 0.25: unchanged; 1: four times */
	VST3_EXPRESSION_PAN = 1,     /* left to right */
	VST3_EXPRESSION_TUNING = 2,  /* 0.5: unchanged; 0 and 1: 120 semitones down and up */
	VST3_EXPRESSION_VIBRATO = 3, /* this and the following as in CLAP */
	VST3_EXPRESSION_BRIGHTNESS = 5,
};

struct vst3_note_expression_info {
	uint32_t type_id;
	v3_str_128 title;
	v3_str_128 short_title;
	v3_str_128 units;
	int32_t unit_id;
	struct {
		double default_value; /* all three 0..1 */
		double minimum;
		double maximum;
		int32_t step_count;
	} value;
	v3_param_id parameter_id;
	int32_t flags; /* enum plugin_note_expression_flag */
};
struct vst3_note_expression_controller {
	struct v3_funknown;
	int32_t (*get_count)(void *self, int32_t bus, int16_t channel);
	v3_result (*get_info)(
	    void *self, int32_t bus, int16_t channel, int32_t index, struct vst3_note_expression_info *info);
	v3_result (*get_string_by_value)(
	    void *self, int32_t bus, int16_t channel, uint32_t type_id, double value, v3_str_128 text);
	v3_result (*get_value_by_string)(
	    void *self, int32_t bus, int16_t channel, uint32_t type_id, const int16_t *text, double *value);
};
static const v3_tuid vst3_note_expression_controller_iid = V3_ID(0xB7F8F859, 0x41234872, 0x91169581, 0x4F3721A3);

struct vst3_remap_param_id {
	struct v3_funknown;
	v3_result (*get_compatible_param_id)(void *self, const v3_tuid old_class, v3_param_id old_id, v3_param_id *new_id);
};
static const v3_tuid vst3_remap_param_id_iid = V3_ID(0x2B88021E, 0x6286B646, 0xB49DF76A, 0x5663061C);

enum vst3_data_event_type {
	VST3_DATA_SYSEX = 0,
};

/* GetPluginFactory, ModuleEntry and ModuleExit are symbols of the module on Linux. */
typedef struct v3_plugin_factory **(*vst3_get_plugin_factory)(void);
typedef bool (*vst3_module_entry)(void *library);
typedef bool (*vst3_module_exit)(void);

struct vst3_component_handler3 {
	struct v3_funknown;
	void *(*create_context_menu)(void *self, void *view, const v3_param_id *id);
};
static const v3_tuid vst3_component_handler3_iid = V3_ID(0x69F11617, 0xD26B400D, 0xA4B6B964, 0x7B6EBBAB);

struct vst3_component_handler_bus_activation {
	struct v3_funknown;
	v3_result (*request_bus_activation)(void *self, int32_t media, int32_t direction, int32_t bus, v3_bool state);
};
static const v3_tuid vst3_component_handler_bus_activation_iid = V3_ID(0x067D02C1, 0x5B4E274D, 0xA92D90FD, 0x6EAF7240);

struct vst3_edit_controller2 {
	struct v3_funknown;
	v3_result (*set_knob_mode)(void *self, int32_t mode);
	v3_result (*open_help)(void *self, v3_bool only_check);
	v3_result (*open_about_box)(void *self, v3_bool only_check);
};
static const v3_tuid vst3_edit_controller2_iid = V3_ID(0x7F4EFE59, 0xF3204967, 0xAC27A3AE, 0xAFB63038);

enum vst3_knob_mode { VST3_KNOB_CIRCULAR, VST3_KNOB_RELATIVE_CIRCULAR, VST3_KNOB_LINEAR };

/* Keys of IPlugView: the SDK's virtual key codes, in the order of its list, and modifiers. */
enum vst3_key {
	VST3_KEY_BACK = 1,
	VST3_KEY_TAB,
	VST3_KEY_CLEAR,
	VST3_KEY_RETURN,
	VST3_KEY_PAUSE,
	VST3_KEY_ESCAPE,
	VST3_KEY_SPACE,
	VST3_KEY_NEXT,
	VST3_KEY_END,
	VST3_KEY_HOME,
	VST3_KEY_LEFT,
	VST3_KEY_UP,
	VST3_KEY_RIGHT,
	VST3_KEY_DOWN,
	VST3_KEY_PAGE_UP,
	VST3_KEY_PAGE_DOWN,
	VST3_KEY_SELECT,
	VST3_KEY_PRINT,
	VST3_KEY_ENTER,
	VST3_KEY_SNAPSHOT,
	VST3_KEY_INSERT,
	VST3_KEY_DELETE,
	VST3_KEY_HELP,
	VST3_KEY_NUMPAD_0,
	VST3_KEY_MULTIPLY = VST3_KEY_NUMPAD_0 + 10,
	VST3_KEY_ADD,
	VST3_KEY_SEPARATOR,
	VST3_KEY_SUBTRACT,
	VST3_KEY_DECIMAL,
	VST3_KEY_DIVIDE,
	VST3_KEY_F1,
	VST3_KEY_NUM_LOCK = VST3_KEY_F1 + 12,
	VST3_KEY_SCROLL,
	VST3_KEY_SHIFT,
	VST3_KEY_CONTROL,
	VST3_KEY_ALT,
};
enum vst3_modifier { VST3_MODIFIER_SHIFT = 1, VST3_MODIFIER_ALTERNATE = 2, VST3_MODIFIER_COMMAND = 4 };

struct vst3_unit_handler {
	struct v3_funknown;
	v3_result (*notify_unit_selection)(void *self, int32_t unit_id);
	v3_result (*notify_program_list_change)(void *self, int32_t list_id, int32_t program);
};
static const v3_tuid vst3_unit_handler_iid = V3_ID(0x4B5147F8, 0x4654486B, 0x8DAB30BA, 0x163A3C56);

struct vst3_unit_handler2 {
	struct v3_funknown;
	v3_result (*notify_unit_by_bus_change)(void *self);
};
static const v3_tuid vst3_unit_handler2_iid = V3_ID(0xF89F8CDF, 0x699E4BA5, 0x96AAC9A4, 0x81452B01);

struct vst3_progress {
	struct v3_funknown;
	v3_result (*start)(void *self, uint32_t type, const int16_t *description, uint64_t *id);
	v3_result (*update)(void *self, uint64_t id, double value);
	v3_result (*finish)(void *self, uint64_t id);
};
static const v3_tuid vst3_progress_iid = V3_ID(0x00C9DC5B, 0x9D904254, 0x91A388C8, 0xB4E91B69);

struct vst3_plug_interface_support {
	struct v3_funknown;
	v3_result (*is_plug_interface_supported)(void *self, const v3_tuid iid);
};
static const v3_tuid vst3_plug_interface_support_iid = V3_ID(0x4FB58B9E, 0x9EAA4E0F, 0xAB361C1C, 0xCCB56FEA);

struct vst3_sizeable_stream {
	struct v3_funknown;
	v3_result (*get_stream_size)(void *self, int64_t *bytes);
	v3_result (*set_stream_size)(void *self, int64_t bytes);
};
struct vst3_stream_attributes {
	struct v3_funknown;
	v3_result (*get_file_name)(void *self, v3_str_128 name);
	struct v3_attribute_list **(*get_attributes)(void *self); /* without a reference for the caller */
};
static const v3_tuid vst3_stream_attributes_iid = V3_ID(0xD6CE2FFC, 0xEFAF4B8C, 0x9E74F1BB, 0x12DA44B4);

/* Names and values of a stream's attributes. */
#define VST3_STATE_TYPE "StateType"
#define VST3_STATE_TYPE_PROJECT "Project" /* presets do not have this attribute */

static const v3_tuid vst3_sizeable_stream_iid = V3_ID(0x04F9549E, 0xE02F4E6E, 0x87E86A87, 0x47F4E17F);

#endif
