/* SPDX-License-Identifier: BSD-2-Clause */
/* Values and messages between the plugin's ports and its editor. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "exchange.h"

static struct lv2_port *port_of(const struct editor *editor, uint32_t port)
{
	return &editor->instance->ports[port];
}

static bool is_sequence(const struct editor *editor, uint32_t port, bool input)
{
	return port < editor->instance->port_count && port_of(editor, port)->kind == PORT_SEQUENCE &&
	       port_of(editor, port)->input == input;
}

/* ---- subscriptions ---- */

static bool accepts(const struct editor *editor, uint32_t port, uint32_t protocol)
{
	if (port >= editor->instance->port_count)
		return false;
	if (port_of(editor, port)->kind == PORT_CONTROL)
		return protocol == 0 || protocol == editor->float_protocol;
	return is_sequence(editor, port, false) && protocol == editor->event_transfer;
}

static uint32_t set_subscribed(struct editor *editor, uint32_t port, uint32_t protocol, bool on)
{
	if (!accepts(editor, port, protocol))
		return 1;
	struct editor_port *own = &editor->ports[port];
	if (own->subscribed != on && is_sequence(editor, port, false)) {
		exchange_listen(editor->exchange, own->number, on);
		editor->listening |= on;
	}
	own->is_sent &= own->subscribed;
	own->subscribed = on;
	return 0;
}

uint32_t editor_subscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features)
{
	(void)features;
	return set_subscribed(handle, port, protocol, true);
}

uint32_t editor_unsubscribe(
    LV2UI_Feature_Handle handle, uint32_t port, uint32_t protocol, const LV2_Feature *const *features)
{
	(void)features;
	return set_subscribed(handle, port, protocol, false);
}

uint32_t editor_port_index(LV2UI_Feature_Handle handle, const char *symbol)
{
	const struct subject *subject = &((struct editor *)handle)->instance->subject;
	LilvNode *node = lilv_new_string(subject->world, symbol ? symbol : "");
	const LilvPort *port = node ? lilv_plugin_get_port_by_symbol(subject->plugin, node) : NULL;
	lilv_node_free(node);
	return port ? lilv_port_get_index(subject->plugin, port) : LV2UI_INVALID_PORT_INDEX;
}

/* All control ports are subscribed from the start (the specification requires the inputs; meters need the outputs),
   others as the data declare. */
bool editor_ports_init(struct editor *editor)
{
	const struct lv2_instance *instance = editor->instance;
	editor->ports = calloc(instance->port_count + 1, sizeof(*editor->ports));
	if (!editor->ports)
		return false;
	uint32_t sequences = 0;
	for (uint32_t i = 0; i < instance->port_count; i++) {
		struct editor_port *port = &editor->ports[i];
		port->number = instance->ports[i].kind == PORT_SEQUENCE ? sequences++ : NO_NUMBER;
		port->subscribed = instance->ports[i].kind == PORT_CONTROL;
	}
	for (uint32_t i = 0; i < instance->audio.properties.first; i++)
		editor->ports[instance->parameter_ports[i]].number = i;
	for (uint32_t i = 0; i < editor->source.notified_count; i++)
		set_subscribed(editor, editor->source.notified[i], editor->event_transfer, true);
	return true;
}

void editor_ports_cleanup(struct editor *editor)
{
	for (uint32_t i = 0; editor->ports && i < editor->instance->port_count; i++) {
		editor_touch(editor, i, false);
		set_subscribed(editor, i, editor->event_transfer, false);
	}
	free(editor->ports);
	editor->ports = NULL;
}

/* ---- from the editor ---- */

static void write_value(struct editor *editor, uint32_t port, float value)
{
	struct lv2_instance *instance = editor->instance;
	const uint32_t number = editor->ports[port].number;
	if (port_of(editor, port)->kind != PORT_CONTROL || !port_of(editor, port)->input || number == NO_NUMBER ||
	    isnan(value))
		return;
	const float snapped = control_snap(&instance->audio.controls[number], (double)value);
	__atomic_store(&instance->audio.values[number], &snapped, __ATOMIC_RELEASE);
	/* What it shows now; if the port took another value, that will be sent back. */
	editor->ports[port].value = value;
	editor->ports[port].is_sent = true;
	instance->flush_wanted = true;
}

static void say_dropped(struct editor *editor, const char *why)
{
	if (!editor->said_dropped)
		log_text(
		    "LV2: a message between %s and its editor was dropped: %s (not said again)", editor->instance->uri, why);
	editor->said_dropped = true;
}

static void write_message(struct editor *editor, uint32_t port, uint32_t bytes, const LV2_Atom *atom)
{
	if (!is_sequence(editor, port, true) || bytes < sizeof(*atom) || atom->size > bytes - sizeof(*atom))
		return;
	property_note_message(editor->instance, atom);
	switch (exchange_send(editor->exchange, editor->ports[port].number, atom)) {
	case EXCHANGE_OK:
		break;
	case EXCHANGE_FULL:
		say_dropped(editor, "the plugin does not run, or too slowly for so many");
		break;
	case EXCHANGE_TOO_LARGE:
		say_dropped(editor, "it is larger than the plugin's port");
		break;
	}
}

/* Unknown protocols must be ignored. */
void editor_write(LV2UI_Controller controller, uint32_t port, uint32_t bytes, uint32_t protocol, const void *buffer)
{
	struct editor *editor = controller;
	if (port >= editor->instance->port_count || !buffer)
		return;
	if (protocol == 0 || protocol == editor->float_protocol) {
		float value;
		if (bytes != sizeof(value))
			return;
		memcpy(&value, buffer, sizeof(value));
		write_value(editor, port, value);
	} else if (protocol == editor->event_transfer) {
		write_message(editor, port, bytes, buffer);
	}
}

void editor_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed)
{
	struct editor *editor = handle;
	if (port >= editor->instance->port_count || port_of(editor, port)->kind != PORT_CONTROL ||
	    editor->ports[port].number == NO_NUMBER || editor->ports[port].touched == grabbed)
		return;
	const uint16_t kind = grabbed ? EVENT_GESTURE_BEGIN : EVENT_GESTURE_END;
	if (exchange_send_gesture(editor->exchange, kind, editor->ports[port].number) != EXCHANGE_OK)
		return;
	editor->ports[port].touched = grabbed;
	editor->instance->flush_wanted = true;
}

/* ---- to the editor ---- */

/* Compared as bits: an output may be NaN. */
static bool is_same(float a, float b)
{
	uint32_t bits[2];
	memcpy(&bits[0], &a, sizeof(a));
	memcpy(&bits[1], &b, sizeof(b));
	return bits[0] == bits[1];
}

static float value_of(const struct editor *editor, uint32_t port)
{
	const uint32_t number = editor->ports[port].number;
	float value;
	__atomic_load(number == NO_NUMBER ? &port_of(editor, port)->value : &editor->instance->audio.values[number], &value,
	    __ATOMIC_RELAXED);
	return value;
}

void editor_send_values(struct editor *editor)
{
	for (uint32_t i = 0; editor->descriptor->port_event && i < editor->instance->port_count; i++) {
		struct editor_port *port = &editor->ports[i];
		if (port_of(editor, i)->kind != PORT_CONTROL || !port->subscribed)
			continue;
		const float value = value_of(editor, i);
		if (port->is_sent && is_same(port->value, value))
			continue;
		port->value = value;
		port->is_sent = true;
		editor->descriptor->port_event(editor->handle, i, sizeof(value), 0, &value);
	}
}

/* Only those pending now: the plugin may answer as fast as they are read. */
static void send_events_of(struct editor *editor, uint32_t port)
{
	const uint32_t number = editor->ports[port].number;
	uint32_t waiting = exchange_waiting(editor->exchange, number);
	while (waiting > 0 && editor->ports[port].subscribed) {
		const LV2_Atom *atom = exchange_receive(editor->exchange, number);
		if (!atom)
			return;
		const uint32_t bytes = (uint32_t)sizeof(*atom) + atom->size;
		waiting -= bytes < waiting ? bytes : waiting;
		if (editor->descriptor->port_event)
			editor->descriptor->port_event(editor->handle, port, bytes, editor->event_transfer, atom);
	}
}

void editor_send_events(struct editor *editor)
{
	for (uint32_t i = 0; editor->listening && i < editor->instance->port_count; i++)
		if (is_sequence(editor, i, false) && editor->ports[i].subscribed)
			send_events_of(editor, i);
	if (exchange_take_dropped(editor->exchange) > 0)
		say_dropped(editor, "the editor did not take it fast enough, or it is too large");
}
