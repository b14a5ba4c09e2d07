/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notes with ids, and note expressions. VST3's expressions refer to a note only by its id (ivstnoteexpression.h),
 * except pressure, which is a separate event.
 */
#include <math.h>

#include "events.h"

#define VOLUME_MAX 4.0
#define SEMITONES_MAX 120.0

static double normalized(uint8_t expression, double value)
{
	if (expression == VST3_EXPRESSION_VOLUME)
		return value / VOLUME_MAX;
	return expression == VST3_EXPRESSION_TUNING ? (value + SEMITONES_MAX) / (2 * SEMITONES_MAX) : value;
}

double note_expression_plain(uint32_t expression, double value)
{
	if (expression == VST3_EXPRESSION_VOLUME)
		return value * VOLUME_MAX;
	return expression == VST3_EXPRESSION_TUNING ? value * 2 * SEMITONES_MAX - SEMITONES_MAX : value;
}

static bool put_expression(struct v3_event *item, const struct event *event, int16_t channel)
{
	const int32_t note_id = (int32_t)event->index;
	if (event->expression == EXPRESSION_PRESSURE) {
		if (event->key < 0)
			return false;
		item->type = V3_EVENT_POLY_PRESSURE;
		item->poly_pressure = (struct v3_event_poly_pressure){
		    .channel = channel, .pitch = event->key, .pressure = (float)event->value, .note_id = note_id};
		return true;
	}
	item->type = V3_EVENT_NOTE_EXP_VALUE;
	item->note_exp_value = (struct v3_event_note_expression_value){
	    .type_id = event->expression, .note_id = note_id, .value = normalized(event->expression, event->value)};
	return note_id >= 0;
}

bool note_events_put(struct v3_event *item, const struct event *event, int16_t channel)
{
	const int32_t note_id = (int32_t)event->index;
	const float velocity = (float)event->value;
	switch (event->kind) {
	case EVENT_NOTE_ON:
		item->type = V3_EVENT_NOTE_ON;
		item->note_on = (struct v3_event_note_on){
		    .channel = channel, .pitch = event->key, .velocity = velocity, .note_id = note_id};
		return true;
	case EVENT_NOTE_OFF:
	case EVENT_NOTE_CHOKE: /* VST3 has no choke: the note ends */
		if (event->key < 0)
			return false; /* the client has looked for the key; VST3 has no word for any */
		item->type = V3_EVENT_NOTE_OFF;
		item->note_off = (struct v3_event_note_off){
		    .channel = channel, .pitch = event->key, .velocity = velocity, .note_id = note_id};
		return true;
	case EVENT_NOTE_EXPRESSION:
		return put_expression(item, event, channel);
	default:
		return false;
	}
}

static void fill(struct event *event, uint16_t kind, int32_t note_id, int16_t pitch, int16_t channel)
{
	event->kind = kind;
	event->index = (uint32_t)(note_id < 0 ? -1 : note_id);
	event->key = (int16_t)(pitch < 0 || pitch > 127 ? -1 : pitch);
	event->channel = (int8_t)(channel < 0 || channel > 15 ? -1 : channel);
}

bool note_events_take(const struct v3_event *item, struct event *event)
{
	switch (item->type) {
	case V3_EVENT_NOTE_ON:
		fill(event, EVENT_NOTE_ON, item->note_on.note_id, item->note_on.pitch, item->note_on.channel);
		event->value = (double)item->note_on.velocity;
		break;
	case V3_EVENT_NOTE_OFF:
		fill(event, EVENT_NOTE_OFF, item->note_off.note_id, item->note_off.pitch, item->note_off.channel);
		event->value = (double)item->note_off.velocity;
		break;
	case V3_EVENT_POLY_PRESSURE:
		fill(event, EVENT_NOTE_EXPRESSION, item->poly_pressure.note_id, item->poly_pressure.pitch,
		    item->poly_pressure.channel);
		event->expression = EXPRESSION_PRESSURE;
		event->value = (double)item->poly_pressure.pressure;
		break;
	case V3_EVENT_NOTE_EXP_VALUE:
		if (item->note_exp_value.type_id > VST3_EXPRESSION_BRIGHTNESS)
			return false;
		fill(event, EVENT_NOTE_EXPRESSION, item->note_exp_value.note_id, -1, -1);
		event->expression = (uint8_t)item->note_exp_value.type_id;
		event->value = note_expression_plain(item->note_exp_value.type_id, item->note_exp_value.value);
		break;
	default:
		return false;
	}
	return isfinite(event->value);
}
