/* SPDX-License-Identifier: BSD-2-Clause */
/* Events from the plugin. */
#ifndef MAOLAN_CLAP_OUTPUT_H
#define MAOLAN_CLAP_OUTPUT_H

#include "audio.h"

/* [audio-thread, or main-thread in a flush] clap_output_events.try_push: values go to the parameter table; they, MIDI,
   modulation and gestures to the block's output events. What the wire has no form for is taken and dropped. False if
   the event is malformed, comes at a wrong time, or finds no room. */
bool output_push(const clap_output_events_t *list, const clap_event_header_t *event);

#endif
