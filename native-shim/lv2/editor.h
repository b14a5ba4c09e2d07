/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An open editor. The audio thread uses only its exchange (see exchange.h); everything else, including all calls into
 * the editor, belongs to the main thread. Editors with the plugin's handle (instance-access) call its functions during
 * run, as that extension permits.
 */
#ifndef MAOLAN_LV2_EDITOR_H
#define MAOLAN_LV2_EDITOR_H

#include <lv2/data-access/data-access.h>
#include <lv2/instance-access/instance-access.h>
#include <lv2/ui/ui.h>

#include "external-ui.h"
#include "instance.h"
#include "toolkit.h"
#include "window.h"

#define EDITOR_RATE 40 /* Hz: how often it receives changes and its idle function is called */
#define EDITOR_FEATURES_MAX 24
#define EDITOR_OPTIONS_MAX 10

struct exchange;

/* ---- editor-source.c: declared by the plugin's data ---- */

enum editor_kind {
	EDITOR_EMBEDDED, /* ui:X11UI: draws in our container */
	EDITOR_WIDGET,   /* ui:GtkUI and similar: a toolkit widget, embedded in our container */
	EDITOR_SHOWN,    /* ui:showInterface: has its own top-level window */
	EDITOR_EXTERNAL, /* external-ui: the same, through another interface */
	EDITOR_UNKNOWN,
};

/* As declared by the data; strings are owned. */
struct editor_source {
	enum editor_kind kind;
	const struct editor_toolkit *toolkit; /* of a widget */
	bool user_resizable;                  /* neither ui:noUserResize nor ui:fixedSize */
	bool requires_idle;                   /* ui:idleInterface is a required feature */
	char *uri;
	char *binary;       /* path */
	char *bundle;       /* path with a slash at the end */
	uint32_t *notified; /* ports with ui:portNotification */
	uint32_t notified_count;
};

/* Select one of the plugin's editors: one for X11, else a widget, else one that shows itself, else an external one.
   PLUGIN_OK, or a negative status and a sentence. */
int32_t editor_source_find(
    const struct lv2_instance *instance, struct editor_source *source, const struct message *message);
void editor_source_cleanup(struct editor_source *source);

/* ---- editor-toolkit.c: toolkit widgets ---- */

struct editor_toolkit {
	const char *type;    /* URI of the editor's class */
	const char *name;    /* for messages */
	const char *library; /* our library for it; NULL: none */
};

/* The toolkit of editors of that class, or NULL. */
const struct editor_toolkit *editor_toolkit_of(bool (*is_a)(const void *editor, const char *type), const void *editor);

/* The toolkit of editors of that class, for messages. */
const char *editor_kind_name(bool (*is_a)(const void *editor, const char *type), const void *editor);

struct editor;
/* Start its toolkit, before it is loaded. */
bool editor_toolkit_start(struct editor *editor, const struct message *message);
/* Embed the widget that it has created in the container. */
bool editor_toolkit_embed(struct editor *editor, void *widget, const struct message *message);
/* Call these before and after its cleanup. They do nothing if it is not a widget. */
void editor_toolkit_detach(struct editor *editor);
void editor_toolkit_stop(struct editor *editor);

/* ---- editor-features.c ---- */

struct editor_features {
	LV2UI_Resize resize;
	LV2UI_Port_Map port_map;
	LV2UI_Port_Subscribe port_subscribe;
	LV2UI_Touch touch;
	LV2_Extension_Data_Feature data_access;
	struct external_ui_host external;

	float sample_rate;
	float update_rate;
	float scale;
	int64_t transient_for;
	LV2_Options_Option options[EDITOR_OPTIONS_MAX + 1]; /* ends with a zeroed entry */
	uint32_t option_count;

	LV2_Feature items[EDITOR_FEATURES_MAX];
	const LV2_Feature *list[EDITOR_FEATURES_MAX + 1]; /* ends with NULL */
	uint32_t count;
};

/* Whether a feature, or an option, is offered to editors of that kind. */
bool editor_offers_feature(enum editor_kind kind, const char *uri);
bool editor_offers_option(const char *uri);

/* ---- editor.c ---- */

/* A port as seen by the editor. */
struct editor_port {
	uint32_t number; /* index in the parameter table, or among the sequences; NO_NUMBER */
	bool subscribed; /* the editor wants its changes */
	bool is_sent;    /* value has been sent to the editor */
	bool touched;
	float value;
};
#define NO_NUMBER UINT32_MAX

struct editor {
	struct lv2_instance *instance;
	const struct window_api *windows;
	struct window *container; /* NULL: it has its own top-level window */
	uint64_t parent_window;   /* as requested */
	char *title;
	bool shown;
	bool to_be_mapped; /* map the container at the next tick */
	bool listening;    /* to events from the plugin */
	int32_t timer;     /* run loop timer; 0: none */

	struct editor_source source;
	void *library;
	const LV2UI_Descriptor *descriptor;
	LV2UI_Handle handle; /* NULL: not instantiated yet */
	const LV2UI_Idle_Interface *idle;
	const LV2UI_Show_Interface *show;
	const LV2UI_Resize *resize;
	struct external_ui *external;      /* NULL: another kind of editor */
	const struct toolkit_api *toolkit; /* of a widget that is, or will be, in the container; else NULL */
	struct toolkit_view *view;
	bool closed; /* an external one by the user, a widget by its toolkit: clean it up */
	struct editor_features features;

	struct exchange *exchange;
	struct editor_port *ports; /* the plugin's ports */
	LV2_URID float_protocol;
	LV2_URID event_transfer;
	bool said_dropped; /* a lost message has been reported */
};

/* Needs source, container, parent_window, title. */
void editor_features_init(struct editor *editor);

/* ---- editor-ports.c ---- */

/* Sort the ports and subscribe to those that the source names. */
bool editor_ports_init(struct editor *editor);
/* Send the values of control ports that the editor does not have. */
void editor_send_values(struct editor *editor);
/* Deliver the pending events from the plugin. */
void editor_send_events(struct editor *editor);
/* Release all grabbed controls, and unsubscribe from events. */
void editor_ports_cleanup(struct editor *editor);

/* Called by the editor. The controller, and the handle of each feature, is the struct editor. */
void editor_write(LV2UI_Controller controller, uint32_t port, uint32_t bytes, uint32_t protocol, const void *buffer);
void editor_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed);
uint32_t editor_port_index(LV2UI_Feature_Handle handle, const char *symbol);
uint32_t editor_subscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features);
uint32_t editor_unsubscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features);

#endif
