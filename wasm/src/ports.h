/* SPDX-License-Identifier: BSD-2-Clause */
/* The record of channel and MIDI port counts in the segment. */
#ifndef CORE_PORTS_H
#define CORE_PORTS_H

#include "window.h"

/* Build the record for these ports. Counts are clamped to the segment's limits: with more channels a DAW would use
   planes that do not exist. */
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
