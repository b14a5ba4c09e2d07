/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An open editor. Only its exchange (see exchange.h) is seen by the audio thread; all else is the main thread's, and so
 * are all calls into the editor. Editors that have the plugin's handle (instance-access) call its functions during run,
 * as that extension allows them to.
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

#define EDITOR_RATE 40 /* Hz: how often it receives changes and its idle is called */
#define EDITOR_FEATURES_MAX 24
#define EDITOR_OPTIONS_MAX 10

struct exchange;

/* ---- editor-source.c: what the plugin's data say ---- */

enum editor_kind {
	EDITOR_EMBEDDED, /* ui:X11UI: draws in our container */
	EDITOR_WIDGET,   /* ui:GtkUI and the like: a widget of a toolkit, which is put into our container */
	EDITOR_SHOWN,    /* ui:showInterface: has its own top-level window */
	EDITOR_EXTERNAL, /* external-ui: the same, by another interface */
	EDITOR_UNKNOWN,
};

/* All as the data have it; strings are owned. */
struct editor_source {
	enum editor_kind kind;
	const struct editor_toolkit *toolkit; /* of a widget */
	bool user_resizable;                  /* neither ui:noUserResize nor ui:fixedSize */
	bool requires_idle;                   /* ui:idleInterface is a required feature */
	char *uri;
	char *binary;       /* path */
	char *bundle;       /* path with a slash at the end */
	uint32_t *notified; /* ports of ui:portNotification */
	uint32_t notified_count;
};

/* Choose among the plugin's editors: one for X11, else a widget, else one that shows itself, else an external one.
   PLUGIN_OK, else a negative status and a sentence. */
int32_t editor_source_find(
    const struct lv2_instance *instance, struct editor_source *source, const struct message *message);
void editor_source_cleanup(struct editor_source *source);

/* ---- editor-toolkit.c: widgets, and who puts them into a window ---- */

struct editor_toolkit {
	const char *type;    /* URI of the editor's class */
	const char *name;    /* for users */
	const char *library; /* of ours; NULL: there is none */
};

/* The toolkit of editors of that class, or NULL. */
const struct editor_toolkit *editor_toolkit_of(bool (*is_a)(const void *editor, const char *type), const void *editor);

/* What editors of that class are made with, for users. */
const char *editor_kind_name(bool (*is_a)(const void *editor, const char *type), const void *editor);

struct editor;
/* Before it is loaded: start its toolkit. */
bool editor_toolkit_start(struct editor *editor, const struct message *message);
/* Put what it has made into the container. */
bool editor_toolkit_embed(struct editor *editor, void *widget, const struct message *message);
/* Before its cleanup, and after it. Does nothing if it is not a widget. */
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
	LV2_Options_Option options[EDITOR_OPTIONS_MAX + 1]; /* ends with a zeroed one */
	uint32_t option_count;

	LV2_Feature items[EDITOR_FEATURES_MAX];
	const LV2_Feature *list[EDITOR_FEATURES_MAX + 1]; /* ends with NULL */
	uint32_t count;
};

/* Whether editors of that kind are offered a feature, or an option. */
bool editor_offers_feature(enum editor_kind kind, const char *uri);
bool editor_offers_option(const char *uri);

/* ---- editor.c ---- */

/* A port as the editor sees it. */
struct editor_port {
	uint32_t number; /* in the parameter table, or among the sequences; NO_NUMBER */
	bool subscribed; /* it wants to hear of it */
	bool told;       /* value is what it knows */
	bool touched;
	float value;
};
#define NO_NUMBER UINT32_MAX

struct editor {
	struct lv2_instance *instance;
	const struct window_api *windows;
	struct window *container; /* NULL: it has its own top-level window */
	uint64_t parent_window;   /* that was asked for */
	char *title;
	bool shown;
	bool to_be_mapped; /* the container, at the next tick */
	bool listening;    /* to events of the plugin */
	int32_t timer;     /* in the run loop; 0: none */

	struct editor_source source;
	void *library;
	const LV2UI_Descriptor *descriptor;
	LV2UI_Handle handle; /* NULL: not instantiated yet */
	const LV2UI_Idle_Interface *idle;
	const LV2UI_Show_Interface *show;
	const LV2UI_Resize *resize;
	struct external_ui *external;      /* NULL: it is of another kind */
	const struct toolkit_api *toolkit; /* of a widget that is in the container, or is to be; else NULL */
	struct toolkit_view *view;
	bool closed; /* an external one by the user, a widget by its toolkit: to be cleaned up */
	struct editor_features features;

	struct exchange *exchange;
	struct editor_port *ports; /* of the plugin */
	LV2_URID float_protocol;
	LV2_URID event_transfer;
	bool said_dropped; /* that a message was lost */
};

/* Needs source, container, parent_window, title. */
void editor_features_init(struct editor *editor);

/* ---- editor-ports.c ---- */

/* Sort the ports and take the subscriptions of the source. */
bool editor_ports_init(struct editor *editor);
/* Tell the values of control ports that are not as it knows them. */
void editor_tell_values(struct editor *editor);
/* Hand over the events of the plugin that wait. */
void editor_tell_events(struct editor *editor);
/* Nothing is grabbed any more, and no event wanted. */
void editor_ports_cleanup(struct editor *editor);

/* What the editor calls. The controller, and the handle of each feature, is the struct editor. */
void editor_write(LV2UI_Controller controller, uint32_t port, uint32_t bytes, uint32_t protocol, const void *buffer);
void editor_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed);
uint32_t editor_port_index(LV2UI_Feature_Handle handle, const char *symbol);
uint32_t editor_subscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features);
uint32_t editor_unsubscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features);

#endif
