/* SPDX-License-Identifier: BSD-2-Clause */
/* The record of channel and MIDI port counts in the segment. */
#ifndef CORE_PORTS_H
#define CORE_PORTS_H

#include "window.h"

/* The record of these ports. Counts are clamped to what the segment has room for: a DAW that believed more channels
 * would use planes that are not there. */
static inline struct protocol_ports ports_record(
    uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs, uint32_t midi_outputs)
{
	return (struct protocol_ports){
	    .magic = PROTOCOL_PORTS_MAGIC,
	    .audio_inputs = minimum(audio_inputs, PROTOCOL_CHANNELS_MAX),
	    .audio_outputs = minimum(audio_outputs, PROTOCOL_CHANNELS_MAX),
	    .midi_inputs = minimum(midi_inputs, PROTOCOL_MIDI_PORTS_MAX),
	    .midi_outputs = minimum(midi_outputs, PROTOCOL_MIDI_PORTS_MAX),
	};
}

#endif
