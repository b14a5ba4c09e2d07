/* The atom ports during a block: transport and MIDI go in, MIDI comes out. */
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

/* [audio-thread] Once per block: decide whether the plugin has to hear of the transport. */
void events_begin_block(struct lv2_audio *audio);
/* [audio-thread] Before each run: a time:Position that is due and the run's MIDI in the input sequences, output
   sequences presented as atom:Chunk with their capacity. */
void events_begin_run(struct lv2_audio *audio, const struct slice *slice);
/* [audio-thread] After each run: the MIDI in the output sequences, into the block's output events. */
void events_end_run(struct lv2_audio *audio, const struct slice *slice);

#endif
