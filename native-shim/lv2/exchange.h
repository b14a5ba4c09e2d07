/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What passes between an editor and the audio thread: messages for the plugin's input sequences, events of its output
 * sequences, gestures. Rings only: neither side ever waits; what finds no room is dropped and counted. (Control values
 * need no ring: they are in the parameter table and in the output ports.)
 *
 * It is made when an editor is opened for the first time, so a plugin whose editor is never opened pays nothing, and
 * exists as long as the plugin: the audio thread finds it through one pointer that changes once, and no thread has to
 * wait for it to let go.
 */
#ifndef MAOLAN_LV2_EXCHANGE_H
#define MAOLAN_LV2_EXCHANGE_H

#include "audio.h"

struct exchange;

/* [main-thread] For the sequences of the plugin; memory is there at once. NULL when out of memory. */
struct exchange *exchange_new(const struct lv2_audio *audio);
/* [main-thread] The audio thread must not be in process any more. NULL is allowed. */
void exchange_free(struct exchange *exchange);

/* Sequences are counted as in lv2_audio. */

enum exchange_result { EXCHANGE_OK, EXCHANGE_FULL, EXCHANGE_TOO_LARGE };

/* [main-thread] An atom for an input sequence: at frame 0 of the next run that has room for it. */
enum exchange_result exchange_send(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom);
/* [main-thread] EVENT_GESTURE_BEGIN or EVENT_GESTURE_END of the parameter with that index. */
enum exchange_result exchange_send_gesture(struct exchange *exchange, uint16_t kind, uint32_t index);
/* [main-thread] Whether the events of an output sequence are wanted. What was waiting is forgotten. */
void exchange_listen(struct exchange *exchange, uint32_t sequence, bool on);
/* [main-thread] The next event of an output sequence; valid until the next call. NULL: there is none. */
const LV2_Atom *exchange_receive(struct exchange *exchange, uint32_t sequence);
/* [main-thread] Bytes that wait there. */
uint32_t exchange_waiting(const struct exchange *exchange, uint32_t sequence);
/* [main-thread] Events of the plugin dropped since the last call. */
uint32_t exchange_take_dropped(struct exchange *exchange);

/* [audio-thread] Write the waiting messages of an input sequence into the forge, as far as there is room. */
void exchange_forge(struct exchange *exchange, uint32_t sequence, LV2_Atom_Forge *forge);
/* [audio-thread] Whether the events of an output sequence are wanted; then one of them. */
bool exchange_is_wanted(const struct exchange *exchange, uint32_t sequence);
void exchange_report(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom);
/* [audio-thread] The next gesture. False when there is none. */
bool exchange_take_gesture(struct exchange *exchange, struct event *event);

#endif
