/* The editor's window, its timers, and the edits made in it. */
#include <unistd.h>

#include "editor.h"

/* ---- edits, on their way to the audio thread ---- */

static void edit(struct editor *editor, uint16_t type, double value)
{
	const clap_host_params_t *params = fixture_host(editor->fixture, CLAP_EXT_PARAMS);
	pthread_mutex_lock(&editor->lock);
	if (editor->edit_count < EDITOR_EDITS)
		editor->edits[editor->edit_count++] = (struct edit){type, value};
	pthread_mutex_unlock(&editor->lock);
	if (params && !editor->kind->no_flush)
		params->request_flush(editor->fixture->host);
}

void editor_report(struct fixture *fixture, const clap_output_events_t *out)
{
	struct editor *editor = fixture->data;
	pthread_mutex_lock(&editor->lock);
	for (uint32_t i = 0; i < editor->edit_count; i++) {
		const struct edit *edit = &editor->edits[i];
		if (edit->type == CLAP_EVENT_PARAM_VALUE) {
			fixture->values[0] = edit->value;
			fixture_push_value(out, 0, 1, edit->value);
		} else {
			fixture_push_gesture(out, 0, 1, edit->type);
		}
	}
	editor->edit_count = 0;
	pthread_mutex_unlock(&editor->lock);
}

/* ---- events of the window ---- */

static void draw(void *user)
{
	struct editor *editor = user;
	fixture_demand_main(editor->fixture, "expose");
	editor->drawn = editor->fixture->values[0];
	usleep(editor->draw_us + editor->draw_once_us);
	editor->draw_once_us = 0;
	int width, height;
	toolkit_size(editor->toolkit, &width, &height);
	const int length = (int)(editor->drawn * width);
	if (length > 0)
		toolkit_fill(editor->toolkit, 0, 0, length, height, EDITOR_BAR);
	if (length < width)
		toolkit_fill(editor->toolkit, length, 0, width - length, height, EDITOR_BACKGROUND);
	fixture_log("editor.drawn %d %d", width, height);
}

static void move(struct editor *editor, int x)
{
	const double value = x < 0 ? 0 : (double)x / editor->width;
	edit(editor, CLAP_EVENT_PARAM_VALUE, value > 1 ? 1 : value);
}

static void pressed(void *user, int x, int y)
{
	(void)y;
	edit(user, CLAP_EVENT_PARAM_GESTURE_BEGIN, 0);
	move(user, x);
}

static void dragged(void *user, int x, int y)
{
	(void)y;
	move(user, x);
}

static void released(void *user, int x, int y)
{
	(void)x, (void)y;
	edit(user, CLAP_EVENT_PARAM_GESTURE_END, 0);
}

static void closed(void *user)
{
	struct editor *editor = user;
	toolkit_map(editor->toolkit, 0);
	fixture_log("host.closed 0");
	editor->host->closed(editor->fixture->host, false);
}

static const struct toolkit_events events = {
    .draw = draw, .pressed = pressed, .dragged = dragged, .released = released, .closed = closed};

bool editor_open_window(struct editor *editor, uint64_t parent)
{
	const clap_host_posix_fd_support_t *fds = fixture_host(editor->fixture, CLAP_EXT_POSIX_FD_SUPPORT);
	editor->toolkit = toolkit_open(parent, (int)editor->width, (int)editor->height, editor->title, &events, editor);
	if (!editor->toolkit)
		return false;
	if (editor->transient)
		toolkit_set_transient(editor->toolkit, editor->transient);
	fixture_demand(
	    fds->register_fd(editor->fixture->host, toolkit_fd(editor->toolkit), CLAP_POSIX_FD_READ), "register_fd fails");
	return true;
}

void editor_on_fd(struct fixture *fixture, int fd, clap_posix_fd_flags_t flags)
{
	struct editor *editor = fixture->data;
	(void)flags;
	if (fixture_demand(editor->toolkit && fd == toolkit_fd(editor->toolkit), "on_fd for an fd that is not registered"))
		toolkit_process(editor->toolkit);
}

/* ---- timers: one for as long as it is shown, and one that ends itself ---- */

void editor_start_timers(struct editor *editor)
{
	const clap_host_timer_support_t *timers = fixture_host(editor->fixture, CLAP_EXT_TIMER_SUPPORT);
	fixture_demand(timers->register_timer(editor->fixture->host, EDITOR_PERIOD_MS, &editor->timer), "no timer");
	fixture_demand(timers->register_timer(editor->fixture->host, 10, &editor->short_timer), "no short timer");
	editor->short_timer_calls = 0;
}

static void stop(struct editor *editor, clap_id *timer)
{
	const clap_host_timer_support_t *timers = fixture_host(editor->fixture, CLAP_EXT_TIMER_SUPPORT);
	if (*timer != CLAP_INVALID_ID)
		fixture_demand(timers->unregister_timer(editor->fixture->host, *timer), "unregister_timer fails");
	*timer = CLAP_INVALID_ID;
}

void editor_stop_timers(struct editor *editor)
{
	stop(editor, &editor->timer);
	stop(editor, &editor->short_timer);
}

void editor_on_timer(struct fixture *fixture, clap_id timer)
{
	struct editor *editor = fixture->data;
	fixture_demand(editor->shown, "on_timer of an editor that is hidden");
	if (timer == editor->short_timer) {
		fixture_log("timer.short");
		if (++editor->short_timer_calls == 3)
			stop(editor, &editor->short_timer);
		return;
	}
	fixture_demand(timer == editor->timer, "on_timer for a timer that is not registered");
	fixture_log("timer.onTimer");
	if (editor->toolkit) {
		toolkit_process(editor->toolkit);
		if (editor->drawn != fixture->values[0])
			toolkit_redraw(editor->toolkit);
	}
}
