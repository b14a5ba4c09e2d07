/* SPDX-License-Identifier: BSD-2-Clause */
/* A block's events: converts parameter changes and MIDI to VST3, and back. */
#ifndef MAOLAN_VST3_EVENTS_H
#define MAOLAN_VST3_EVENTS_H

#include "audio.h"

/* [main-thread] Allocate an empty list. */
bool events_init(struct vst3_events *list);
void events_free(struct vst3_events *list);
/* [audio-thread] Clear it. */
void events_clear(struct vst3_events *list);
/* [audio-thread] The object for ProcessData. */
struct v3_event_list **events_object(struct vst3_events *list);

/* [audio-thread] Pass an event of the block to the plugin, at sample_offset of the piece. Events that VST3 cannot
   express are dropped. */
void events_put(struct vst3_audio *audio, const struct event *event, uint32_t sample_offset);
/* [audio-thread] Add the plugin's events to the block's output events; the piece starts at frame start and has frames.
 */
void events_collect(struct vst3_audio *audio, uint32_t start, uint32_t frames);
/* [audio-thread] Add an event to the block's output events, which are sorted; dropped if there is no room. */
void events_output(struct vst3_audio *audio, const struct event *event);

/* note-events.c */

/* [audio-thread] Fill in an event for the plugin. False if VST3 has no such event. channel: the bus's. */
bool note_events_put(struct v3_event *item, const struct event *event, int16_t channel);
/* [any-thread] A value of VST3's, 0..1, in the units of EVENT_NOTE_EXPRESSION. */
double note_expression_plain(uint32_t expression, double value);
/* [audio-thread] Convert a note or expression of the plugin to an event with its id. False if it is neither. */
bool note_events_take(const struct v3_event *item, struct event *event);

#endif
