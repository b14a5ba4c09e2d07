/* The atom ports during a block: the transport goes in, room for the plugin's events is made. */
#ifndef MAOLAN_LV2_EVENTS_H
#define MAOLAN_LV2_EVENTS_H

#include "audio.h"

/* [audio-thread] Once per block: decide whether the plugin has to hear of the transport. */
void events_begin_block(struct lv2_audio *audio);
/* [audio-thread] Once per run: input sequences empty but for a time:Position that is due, output sequences presented as
   atom:Chunk with their capacity. */
void events_begin_run(struct lv2_audio *audio);

#endif
