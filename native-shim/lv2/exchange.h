/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Data passed between an editor and the audio thread: messages for the plugin's input sequences, events from its output
 * sequences, gestures. It uses rings only, so neither side ever waits; what does not fit is dropped and counted.
 * (Control values need no ring: they are in the parameter table and in the output ports.)
 *
 * It is created when an editor is opened for the first time, so a plugin whose editor is never opened costs nothing,
 * and lives as long as the plugin: the audio thread finds it through a pointer that changes only once, so no
 * synchronization is needed to free it.
 */
#ifndef MAOLAN_LV2_EXCHANGE_H
#define MAOLAN_LV2_EXCHANGE_H

#include "audio.h"

struct exchange;

/* [main-thread] For the plugin's sequences; the memory is committed at once. NULL when out of memory. */
struct exchange *exchange_new(const struct lv2_audio *audio);
/* [main-thread] The audio thread must have left process and not enter it again. NULL is allowed. */
void exchange_free(struct exchange *exchange);

/* Sequences are numbered as in lv2_audio. */

enum exchange_result { EXCHANGE_OK, EXCHANGE_FULL, EXCHANGE_TOO_LARGE };

/* [main-thread] Send an atom to an input sequence: at frame 0 of the next run that has room for it. */
enum exchange_result exchange_send(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom);
/* [main-thread] EVENT_GESTURE_BEGIN or EVENT_GESTURE_END of the parameter with that index. */
enum exchange_result exchange_send_gesture(struct exchange *exchange, uint16_t kind, uint32_t index);
/* [main-thread] Turn the delivery of an output sequence's events on or off. Discards pending ones. */
void exchange_listen(struct exchange *exchange, uint32_t sequence, bool on);
/* [main-thread] The next event of an output sequence; valid until the next call. NULL: none. */
const LV2_Atom *exchange_receive(struct exchange *exchange, uint32_t sequence);
/* [main-thread] Number of bytes pending there. */
uint32_t exchange_waiting(const struct exchange *exchange, uint32_t sequence);
/* [main-thread] Number of events dropped since the last call. */
uint32_t exchange_take_dropped(struct exchange *exchange);

/* [audio-thread] Write an input sequence's pending messages into the forge, as far as there is room. */
void exchange_forge(struct exchange *exchange, uint32_t sequence, LV2_Atom_Forge *forge);
/* [audio-thread] Whether the editor wants the events of an output sequence; then send one of them. */
bool exchange_is_wanted(const struct exchange *exchange, uint32_t sequence);
void exchange_report(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom);
/* [audio-thread] Take the next gesture. False if there is none. */
bool exchange_take_gesture(struct exchange *exchange, struct event *event);

#endif
