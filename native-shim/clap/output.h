/* SPDX-License-Identifier: BSD-2-Clause */
/* Events from the plugin. */
#ifndef MAOLAN_CLAP_OUTPUT_H
#define MAOLAN_CLAP_OUTPUT_H

#include "audio.h"

/* [audio-thread, or main-thread in a flush] clap_output_events.try_push: values go to the parameter table; they, MIDI,
   modulation and gestures go to the block's output events. Events that the wire cannot express are accepted and
   dropped. False if the event is malformed, arrives at a wrong time, or does not fit. */
bool output_push(const clap_output_events_t *list, const clap_event_header_t *event);

#endif
