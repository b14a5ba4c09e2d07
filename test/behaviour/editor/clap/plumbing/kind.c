/* What all kinds of editors share as plugins. */
#include <string.h>

#include "editor.h"

const struct fixture_parameter editor_parameters[2] = {{.id = 1, .name = "Level", .maximum = 1, .value = 0.25},
    {.id = 2, .name = "Action", .maximum = 100, .flags = CLAP_PARAM_IS_STEPPED}};

static const struct editor_kind *find_kind(const char *id)
{
	for (uint32_t i = 0; i < editor_kind_count; i++)
		if (!strcmp(editor_kinds[i].name, strrchr(id, '.') + 1))
			return &editor_kinds[i];
	return NULL;
}

bool editor_init(struct fixture *fixture)
{
	struct editor *editor = calloc(1, sizeof(*editor));
	editor->fixture = fixture;
	editor->timer = editor->short_timer = CLAP_INVALID_ID;
	pthread_mutex_init(&editor->lock, NULL);
	editor->kind = find_kind(fixture->kind->id);
	editor->host = fixture_host(fixture, CLAP_EXT_GUI);
	fixture_demand(editor->host && editor->host == fixture_host(fixture, "clap.host.gui"), "no clap.gui, or two");
	fixture->data = editor;
	return editor->host && editor->kind;
}

void editor_destroy(struct fixture *fixture)
{
	struct editor *editor = fixture->data;
	fixture_demand(!editor->created, "plugin.destroy before gui.destroy");
	free(editor);
}

void editor_event(struct fixture *fixture, const clap_event_header_t *event, const clap_output_events_t *out)
{
	struct editor *editor = fixture->data;
	const clap_event_param_value_t *change = (const void *)event;
	(void)out;
	if (event->type != CLAP_EVENT_PARAM_VALUE || change->param_id != 2)
		return;
	editor->action = (int)change->value;
	fixture->host->request_callback(fixture->host);
}

const void *editor_extension(const char *id)
{
	return strcmp(id, CLAP_EXT_GUI) ? NULL : &editor_gui;
}
