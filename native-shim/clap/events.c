/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events for the plugin. They arrive sorted and are passed on in that order, after changes made by
 * plugin_parameter_set.
 */
#include "events.h"

#include <math.h>
#include <string.h>

#include "output.h"

union clap_item *events_new_item(struct clap_audio *audio, uint32_t bytes, uint32_t offset, uint16_t type)
{
	if (audio->item_count == audio->item_room)
		return NULL;
	union clap_item *item = &audio->items[audio->item_count++];
	memset(item, 0, sizeof(*item));
	item->header = (clap_event_header_t){bytes, offset, CLAP_CORE_EVENT_SPACE_ID, type, 0};
	return item;
}

/* ---- parameters ---- */

double events_fit(const struct clap_parameter *parameter, double value)
{
	const double whole = parameter->flags & CLAP_PARAM_IS_STEPPED ? round(value) : value;
	return fmin(fmax(whole, parameter->minimum), parameter->maximum);
}

void events_put_value(struct clap_audio *audio, uint32_t index, uint32_t sample_offset, double value)
{
	const struct clap_parameter *parameter = &audio->parameters[index];
	if (isnan(value) || parameter->flags & CLAP_PARAM_IS_READONLY)
		return;
	union clap_item *item = events_new_item(audio, sizeof(item->value), sample_offset, CLAP_EVENT_PARAM_VALUE);
	if (!item)
		return;
	item->value.param_id = parameter->id;
	item->value.cookie = parameter->cookie;
	item->value.note_id = item->value.port_index = item->value.channel = item->value.key = EVENTS_ANY;
	item->value.value = events_fit(parameter, value);
	audio->requires_process |= (parameter->flags & CLAP_PARAM_REQUIRES_PROCESS) != 0;
	changes_begin(audio);
	store_value(audio, index, item->value.value);
}

static void put_modulation(struct clap_audio *audio, uint32_t index, uint32_t sample_offset, double amount)
{
	const struct clap_parameter *parameter = &audio->parameters[index];
	if (!isfinite(amount) || !(parameter->flags & CLAP_PARAM_IS_MODULATABLE))
		return;
	union clap_item *item = events_new_item(audio, sizeof(item->modulation), sample_offset, CLAP_EVENT_PARAM_MOD);
	if (!item)
		return;
	item->modulation.param_id = parameter->id;
	item->modulation.cookie = parameter->cookie;
	item->modulation.note_id = item->modulation.port_index = item->modulation.channel = item->modulation.key =
	    EVENTS_ANY;
	item->modulation.amount = amount;
	audio->requires_process |= (parameter->flags & CLAP_PARAM_REQUIRES_PROCESS) != 0;
}

static void put_gesture(struct clap_audio *audio, struct clap_parameter *parameter, uint32_t sample_offset)
{
	if (parameter->gesture == parameter->gesture_sent)
		return;
	const uint16_t type = parameter->gesture ? CLAP_EVENT_PARAM_GESTURE_BEGIN : CLAP_EVENT_PARAM_GESTURE_END;
	union clap_item *item = events_new_item(audio, sizeof(item->gesture), sample_offset, type);
	if (!item)
		return;
	item->gesture.param_id = parameter->id;
	parameter->gesture_sent = parameter->gesture;
}

void events_note_gesture(struct clap_audio *audio, const struct event *event)
{
	if (event->index >= audio->parameter_count)
		return;
	audio->parameters[event->index].gesture = event->kind == EVENT_GESTURE_BEGIN;
}

void events_put_gestures(struct clap_audio *audio)
{
	for (uint32_t i = 0; audio->gestures_due && i < audio->parameter_count; i++)
		put_gesture(audio, &audio->parameters[i], 0);
	audio->gestures_due = false;
}

void events_put(struct clap_audio *audio, const struct event *event, uint32_t sample_offset)
{
	if (event->kind == EVENT_SYSEX) {
		events_put_sysex(audio, event, sample_offset);
		return;
	}
	if (event->kind >= EVENT_NOTE_ON && event->kind <= EVENT_NOTE_EXPRESSION) {
		events_put_note(audio, event, sample_offset);
		return;
	}
	if (event->kind == EVENT_MIDI) {
		events_put_midi(audio, event, sample_offset);
		return;
	}
	if (event->index >= audio->parameter_count)
		return;
	if (event->kind == EVENT_PARAMETER)
		events_put_value(audio, event->index, sample_offset, event->value);
	else if (event->kind == EVENT_MODULATION)
		put_modulation(audio, event->index, sample_offset, event->value);
	else if (event->kind == EVENT_GESTURE_BEGIN || event->kind == EVENT_GESTURE_END) {
		events_note_gesture(audio, event);
		put_gesture(audio, &audio->parameters[event->index], sample_offset);
	}
}

/* ---- the plugin's interface ---- */

static uint32_t list_size(const clap_input_events_t *list)
{
	return ((const struct clap_audio *)list->ctx)->item_count;
}

static const clap_event_header_t *list_get(const clap_input_events_t *list, uint32_t index)
{
	const struct clap_audio *audio = list->ctx;
	return index < audio->item_count ? &audio->items[index].header : NULL;
}

void events_init(struct clap_audio *audio)
{
	audio->input_events = (clap_input_events_t){.ctx = audio, .size = list_size, .get = list_get};
	audio->output_list = (clap_output_events_t){.ctx = audio, .try_push = output_push};
}
