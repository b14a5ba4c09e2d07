/* What an editor asks of its host, on the main thread or on its own thread. */
#include <unistd.h>

#include "editor.h"

static void *resize(void *data)
{
	editor_ask_size(data, 420, 310);
	return NULL;
}

static void *show(void *data)
{
	struct editor *editor = data;
	fixture_log("host.requestShow = %d", editor->host->request_show(editor->fixture->host));
	return NULL;
}

static void *hide(void *data)
{
	struct editor *editor = data;
	fixture_log("host.requestHide = %d", editor->host->request_hide(editor->fixture->host));
	return NULL;
}

static void *storm(void *data)
{
	struct editor *editor = data;
	const clap_host_t *host = editor->fixture->host;
	for (uint32_t i = 0; editor->storming; i++) {
		editor->host->resize_hints_changed(host);
		editor->host->request_resize(host, 300 + i % 100, 200 + i % 50);
		editor->host->request_hide(host);
		editor->host->request_show(host);
		usleep(500);
	}
	return NULL;
}

static void in_thread(struct editor *editor, void *(*function)(void *))
{
	pthread_t thread;
	if (fixture_demand(pthread_create(&thread, NULL, function, editor) == 0, "no thread"))
		pthread_join(thread, NULL);
}

static void resize_impossible(struct editor *editor)
{
	const clap_host_t *host = editor->fixture->host;
	fixture_demand(!editor->host->request_resize(host, 0, 100), "a window without width");
	fixture_demand(!editor->host->request_resize(host, 100, 0), "a window without height");
	fixture_demand(!editor->host->request_resize(host, 40000, 100), "a window larger than X11 knows");
}

static void close_destroyed(struct editor *editor)
{
	editor_stop_timers(editor);
	editor_destroy_window(editor);
	fixture_log("host.closed 1");
	editor->host->closed(editor->fixture->host, true);
}

void editor_end_storm(struct editor *editor)
{
	if (atomic_exchange(&editor->storming, false))
		pthread_join(editor->storm, NULL);
}

void editor_act(struct fixture *fixture)
{
	struct editor *editor = fixture->data;
	const int action = atomic_exchange(&editor->action, 0);
	switch (action) {
	case ACTION_RESIZE:
		editor_ask_size(editor, 400, 300);
		break;
	case ACTION_RESIZE_FROM_THREAD:
		in_thread(editor, resize);
		break;
	case ACTION_RESIZE_IMPOSSIBLE:
		resize_impossible(editor);
		break;
	case ACTION_SHOW:
		show(editor);
		break;
	case ACTION_HIDE:
		hide(editor);
		break;
	case ACTION_SHOW_FROM_THREAD:
		in_thread(editor, show);
		break;
	case ACTION_HIDE_FROM_THREAD:
		in_thread(editor, hide);
		break;
	case ACTION_CLOSED:
		editor->host->closed(fixture->host, false);
		break;
	case ACTION_CLOSED_DESTROYED:
		close_destroyed(editor);
		break;
	case ACTION_BAD_WINDOW:
		toolkit_bad_window(editor->toolkit);
		break;
	case ACTION_BECOME_RESIZABLE:
		editor->resizable = true;
		editor->host->resize_hints_changed(fixture->host);
		break;
	case ACTION_DRAW_SLOWLY:
		editor->draw_us = 200000;
		break;
	case ACTION_HANG_ONCE:
		editor->draw_once_us = 2000000;
		break;
	case ACTION_STORM:
		editor->storming = pthread_create(&editor->storm, NULL, storm, editor) == 0;
		break;
	default:
		break;
	}
	if (action)
		fixture_log("editor.acted %d", action);
}
