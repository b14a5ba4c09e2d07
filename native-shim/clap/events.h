/* SPDX-License-Identifier: BSD-2-Clause */
/* Events of a block: parameter changes and MIDI into what CLAP wants, and back. */
#ifndef MAOLAN_CLAP_EVENTS_H
#define MAOLAN_CLAP_EVENTS_H

#include "audio.h"

#define EVENTS_ANY (-1) /* note id, port, channel or key: all of them */

/* [main-thread] Make the two lists that the plugin is handed. */
void events_init(struct clap_audio *audio);

/* [audio-thread] Hand an event of the block to the plugin, at sample_offset of the piece. What the plugin has no use
   for is dropped. An applied value is stored in the parameter table. */
void events_put(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* [audio-thread] A new value of the parameter at that position of the table. */
void events_put_value(struct clap_audio *audio, uint32_t index, uint32_t sample_offset, double value);

/* [audio-thread] The DAW's gesture begins or ends; the plugin receives it from events_put_gestures, at the start of a
   piece. */
void events_note_gesture(struct clap_audio *audio, const struct event *event);
void events_put_gestures(struct clap_audio *audio);

/* [audio-thread] The next item for the plugin, all zero but its header; NULL: there is no room. */
union clap_item *events_new_item(struct clap_audio *audio, uint32_t bytes, uint32_t offset, uint16_t type);

/* midi-input.c */

/* [audio-thread] Hand a MIDI message to its note port, in the dialect that the port speaks. */
void events_put_midi(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* [audio-thread] Hand a system exclusive message to its note port, if that speaks MIDI. */
void events_put_sysex(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* note-events.c */

/* [audio-thread] Hand a note with an id, or a note expression, to its note port; a port that knows MIDI only gets what
   MIDI has of it. */
void events_put_note(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);

/* [main-thread] No note is held, nothing is bent or pressed. */
void events_forget_notes(struct clap_note_input *port);

/* [any-thread] A value that the parameter can have: within its range, and whole if it is stepped. */
double events_fit(const struct clap_parameter *parameter, double value);

#endif
