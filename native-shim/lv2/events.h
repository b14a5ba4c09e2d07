/* SPDX-License-Identifier: BSD-2-Clause */
/* The atom ports during a block: transport, MIDI and the editor's messages go in; MIDI and messages to the editor come
   out. */
#ifndef MAOLAN_LV2_EVENTS_H
#define MAOLAN_LV2_EVENTS_H

#include "audio.h"

/* One run within a block. */
struct slice {
	uint32_t start; /* frames, [start, end) */
	uint32_t end;
	uint32_t first_event; /* indices in the block's event list, [first_event, next_event) */
	uint32_t next_event;
};

/* [audio-thread] Once per block, including a flush: add the editor's gestures as output events at frame 0. */
void events_take_gestures(struct lv2_audio *audio);
/* [audio-thread] Once per block: decide whether to send the transport to the plugin. */
void events_begin_block(struct lv2_audio *audio);
/* [audio-thread] Before each run: write a due time:Position, the editor's messages and the run's MIDI into the input
   sequences, and present output sequences as atom:Chunk with their capacity. */
void events_begin_run(struct lv2_audio *audio, const struct slice *slice);
/* [audio-thread] After each run: move the MIDI in the output sequences to the block's output events, and send all
   events to the editor if it wants them. */
void events_end_run(struct lv2_audio *audio, const struct slice *slice);

/* [audio-thread] Add to the block's output events, sorted by frame. */
void events_add_output(struct lv2_audio *audio, const struct event *event);

#endif
