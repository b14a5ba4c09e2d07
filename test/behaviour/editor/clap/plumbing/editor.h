/*
 * An editor for the CLAP fixtures: a bar that is as long as the first parameter's value, and takes it from the mouse.
 * It judges the host by the rules of gui.h. Setting the second parameter makes it do something on the main thread, as
 * an enum action says.
 */
#ifndef FIXTURE_EDITOR_H
#define FIXTURE_EDITOR_H

#include <pthread.h>

#include "plumbing/fixture.h"
#include "toolkit.h"

#define EDITOR_BACKGROUND 0x204060u
#define EDITOR_BAR 0xff8800u
#define EDITOR_PERIOD_MS 30
#define EDITOR_EDITS 64

/* How an editor differs from one of fixed size that is embedded. */
struct editor_kind {
	const char *name;
	bool floats;         /* instead of being embedded */
	bool resizable;      /* in steps of 30 x 20 pixels, at least 150 x 100 */
	bool keeps_height;   /* only its width is resizable */
	bool late;           /* it is resizable only when it has a parent */
	bool asks;           /* for another size in each call */
	bool no_flush;       /* it does not ask for one after edits */
	bool refuses_create; /* and so on */
	bool refuses_parent;
	bool refuses_show;
	bool refuses_size; /* set_size says no */
};

enum action {
	ACTION_RESIZE = 1,         /* to 400 x 300 */
	ACTION_RESIZE_FROM_THREAD, /* to 420 x 310 */
	ACTION_RESIZE_IMPOSSIBLE,
	ACTION_SHOW,
	ACTION_HIDE,
	ACTION_SHOW_FROM_THREAD,
	ACTION_HIDE_FROM_THREAD,
	ACTION_CLOSED,
	ACTION_CLOSED_DESTROYED,
	ACTION_BAD_WINDOW,
	ACTION_BECOME_RESIZABLE,
	ACTION_DRAW_SLOWLY, /* 200 ms each time */
	ACTION_HANG_ONCE,   /* 2 s in the next drawing */
	ACTION_STORM,       /* a thread that asks for everything, until destroy */
};

struct edit {
	uint16_t type; /* CLAP_EVENT_PARAM_* */
	double value;
};

struct editor {
	struct fixture *fixture;
	const struct editor_kind *kind;
	const clap_host_gui_t *host;
	bool created, has_parent, shown, resizable;
	double scale;
	uint32_t width, height;
	char title[64];
	uint64_t transient;
	struct toolkit *toolkit;
	clap_id timer, short_timer;
	int short_timer_calls;
	double drawn;
	unsigned int draw_us, draw_once_us;
	atomic_int action;
	pthread_t storm;
	atomic_bool storming;
	pthread_mutex_t lock; /* of what follows */
	struct edit edits[EDITOR_EDITS];
	uint32_t edit_count;
};

/* Defined by each fixture. */
extern const struct editor_kind editor_kinds[];
extern const uint32_t editor_kind_count;

/* kind.c: hooks of the plugin, see fixture.h */
extern const struct fixture_parameter editor_parameters[2];
bool editor_init(struct fixture *fixture);
void editor_destroy(struct fixture *fixture);
void editor_event(struct fixture *fixture, const clap_event_header_t *event, const clap_output_events_t *out);
const void *editor_extension(const char *id);
#define EDITOR_KIND(kind_name, gui)                                                                                    \
	{                                                                                                                  \
		.id = "org.maolan.editor." kind_name, .name = "Editor " kind_name, FIXTURE_STEREO,                             \
		FIXTURE_PARAMETER_LIST(editor_parameters), .init = editor_init, .destroy = editor_destroy,                     \
		.event = editor_event, .report = editor_report, .on_main_thread = editor_act, .on_timer = editor_on_timer,     \
		.on_fd = editor_on_fd, .extension = gui                                                                        \
	}

/* gui.c */
extern const clap_plugin_gui_t editor_gui;
/* Ask the host for a size; taken over if it is granted. */
void editor_ask_size(struct editor *editor, uint32_t width, uint32_t height);
void editor_destroy_window(struct editor *editor);

/* drawing.c */
bool editor_open_window(struct editor *editor, uint64_t parent);
void editor_start_timers(struct editor *editor);
void editor_stop_timers(struct editor *editor);
void editor_on_timer(struct fixture *fixture, clap_id timer);
void editor_on_fd(struct fixture *fixture, int fd, clap_posix_fd_flags_t flags);
/* [audio-thread] */
void editor_report(struct fixture *fixture, const clap_output_events_t *out);

/* actions.c */
void editor_act(struct fixture *fixture);
void editor_end_storm(struct editor *editor);

#endif
