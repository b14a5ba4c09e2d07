/* SPDX-License-Identifier: BSD-2-Clause */
/* A block's events: converts parameter changes and MIDI to CLAP, and back. */
#ifndef MAOLAN_CLAP_EVENTS_H
#define MAOLAN_CLAP_EVENTS_H

#include "audio.h"

#define EVENTS_ANY (-1) /* note id, port, channel or key: all of them */

/* [main-thread] Set up the two lists for the plugin. */
void events_init(struct clap_audio *audio);

/* [audio-thread] Pass an event of the block to the plugin, at sample_offset of the piece. Events that the plugin does
   not support are dropped. An applied value is stored in the parameter table. */
void events_put(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* [audio-thread] A new value for the parameter at that position of the table. */
void events_put_value(struct clap_audio *audio, uint32_t index, uint32_t sample_offset, double value);

/* [audio-thread] The DAW's gesture begins or ends; events_put_gestures sends it at the start of a piece. */
void events_note_gesture(struct clap_audio *audio, const struct event *event);
void events_put_gestures(struct clap_audio *audio);

/* [audio-thread] The next item for the plugin, all zero except its header; NULL: no room. */
union clap_item *events_new_item(struct clap_audio *audio, uint32_t bytes, uint32_t offset, uint16_t type);

/* midi-input.c */

/* [audio-thread] Pass a MIDI message to its note port, in a dialect that the port supports. */
void events_put_midi(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* [audio-thread] Pass a system exclusive message to its note port, if that supports MIDI. */
void events_put_sysex(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);
/* note-events.c */

/* [audio-thread] Pass a note with an id, or a note expression, to its note port; a port with MIDI only gets what MIDI
   can express. */
void events_put_note(struct clap_audio *audio, const struct event *event, uint32_t sample_offset);

/* [main-thread] Reset: no note is held, nothing is bent or pressed. */
void events_forget_notes(struct clap_note_input *port);

/* [any-thread] Fit a value to the parameter: within its range, and integer if it is stepped. */
double events_fit(const struct clap_parameter *parameter, double value);

#endif
