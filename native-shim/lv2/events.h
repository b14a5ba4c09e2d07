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
	uint32_t first_event; /* numbers in the block's event list, [first_event, next_event) */
	uint32_t next_event;
};

/* [audio-thread] Once per block, also a flush: what the editor's controls were grabbed and released, as output events
   at frame 0. */
void events_take_gestures(struct lv2_audio *audio);
/* [audio-thread] Once per block: decide whether the plugin has to hear of the transport. */
void events_begin_block(struct lv2_audio *audio);
/* [audio-thread] Before each run: a time:Position that is due, the editor's messages and the run's MIDI in the input
   sequences, output sequences presented as atom:Chunk with their capacity. */
void events_begin_run(struct lv2_audio *audio, const struct slice *slice);
/* [audio-thread] After each run: the MIDI in the output sequences, into the block's output events; all of them to the
   editor if it wants them. */
void events_end_run(struct lv2_audio *audio, const struct slice *slice);

/* [audio-thread] Add to the block's output events, in the order of frames. */
void events_add_output(struct lv2_audio *audio, const struct event *event);

#endif
