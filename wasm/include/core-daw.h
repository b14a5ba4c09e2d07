/* SPDX-License-Identifier: BSD-2-Clause */
/* The core in the role of the DAW (core.h). */
#ifndef MAOLAN_CORE_DAW_H
#define MAOLAN_CORE_DAW_H

#include "core-base.h"

/* Zero the window and write the header of a version. Returns 0, or CORE_UNKNOWN_VERSION. */
CORE_EXPORT int32_t daw_initialize(uint32_t version);
CORE_EXPORT uint32_t daw_ready(void);
CORE_EXPORT uint32_t daw_error_code(void);
CORE_EXPORT uint32_t daw_heartbeat(void);
CORE_EXPORT void daw_shut_down(void);
/* Offset of a plane in the window: channel < 32, direction an enum protocol_direction; 0 for any other. */
CORE_EXPORT void *daw_plane(uint32_t channel, uint32_t direction);
CORE_EXPORT void daw_set_block(uint32_t frames, uint32_t input_channels, uint32_t output_channels);
CORE_EXPORT void daw_set_transport(double playhead_sample, double tempo, uint32_t numerator, uint32_t denominator,
    uint32_t playing, double sample_rate_hz);
/* 1, or 0 if the ring is full. */
CORE_EXPORT int32_t daw_push_parameter(uint32_t id, float value, uint32_t sample_offset, uint32_t kind);
/* Take one echo event: 1, or 0 if there is none; its fields are then available below. */
CORE_EXPORT int32_t daw_pop_echo(void);
CORE_EXPORT uint32_t daw_echo_id(void);
CORE_EXPORT float daw_echo_value(void);
/* enum protocol_event_kind, perhaps with PROTOCOL_EVENT_DONT_RECORD */
CORE_EXPORT uint32_t daw_echo_kind(void);
CORE_EXPORT uint32_t daw_echo_sample_offset(void);
/* MIDI: port < 16. push: 1, or 0 if the ring is full or the version has no such port. bytes: length of the message,
   1..3. */
CORE_EXPORT int32_t daw_push_midi(
    uint32_t port, uint32_t sample_offset, uint32_t byte0, uint32_t byte1, uint32_t byte2);
/* Take one message from a port: 1, or 0 if there is none; its fields are then available below. */
CORE_EXPORT int32_t daw_pop_midi(uint32_t port);
CORE_EXPORT uint32_t daw_midi_sample_offset(void);
/* PROTOCOL_MIDI_DONT_RECORD among others. */
CORE_EXPORT uint32_t daw_midi_flags(void);
/* i: 0..2 */
CORE_EXPORT uint32_t daw_midi_byte(uint32_t i);
/* System exclusive messages, for hosts that support them (protocol.h, PROTOCOL_MIDI_LONG). offer: call it after
   daw_initialize, before the host is started; is_taken: after the host has attached, 1 if it supports them. To send a
   message, write it to daw_sysex_room, which is 0 if there is no room for that many bytes; then push it: 1, or 0 if the
   ring is full. */
CORE_EXPORT void daw_offer_sysex(void);
CORE_EXPORT int32_t daw_sysex_is_taken(void);
CORE_EXPORT void *daw_sysex_room(uint32_t bytes);
CORE_EXPORT int32_t daw_push_sysex(uint32_t port, uint32_t sample_offset, uint32_t bytes);
/* If daw_pop_midi took such a message, its length, else 0; and its bytes. */
CORE_EXPORT uint32_t daw_midi_sysex_bytes(void);
CORE_EXPORT const void *daw_midi_sysex(void);
/* Notes with ids and note expressions (protocol.h, PROTOCOL_MIDI_NOTE), offered and supported together with system
   exclusive messages. is_taken: 1 if the host supports them. To send one, set its fields (kind: enum
   protocol_note_kind; expression: enum note_expression of block.h; channel, key, note_id: -1 for any), then push it to
   a port: 1, or 0 if there is no room. */
CORE_EXPORT int32_t daw_notes_are_taken(void);
CORE_EXPORT void daw_set_note(
    uint32_t kind, int32_t note_id, int32_t channel, int32_t key, uint32_t expression, double value);
CORE_EXPORT int32_t daw_push_note(uint32_t port, uint32_t sample_offset);
/* If daw_pop_midi took a note, its enum protocol_note_kind, else 0; and its fields. */
CORE_EXPORT uint32_t daw_note_kind(void);
CORE_EXPORT uint32_t daw_note_port(void);
CORE_EXPORT int32_t daw_note_id(void);
CORE_EXPORT int32_t daw_note_key(void);
CORE_EXPORT int32_t daw_note_channel(void);
CORE_EXPORT uint32_t daw_note_expression(void);
CORE_EXPORT double daw_note_value(void);
/* What the host announced; 0 where the version has no such word. */
CORE_EXPORT uint32_t daw_midi_inputs(void);
CORE_EXPORT uint32_t daw_midi_outputs(void);
CORE_EXPORT uint32_t daw_latency(void);
/* Reads and clears the word. */
CORE_EXPORT uint32_t daw_take_state_dirty(void);
/* Where the next editor request shows it: embedded in an X11 window, or floating (parent 0, or floating set). */
CORE_EXPORT void daw_set_editor(uint32_t parent, uint32_t floating);
/* The request in the header; 0: none, or the host has cleared it. */
CORE_EXPORT uint32_t daw_request_type(void);
/* Store a request (type, then status 0). For a restore, put the blob into the state buffer first; size is its length,
   else -1. */
CORE_EXPORT void daw_request(uint32_t type, int32_t size);
CORE_EXPORT uint32_t daw_request_status(void);
/* Copy scratch into the state buffer; returns its size (truncated to PROTOCOL_SCRATCH_BYTES). */
CORE_EXPORT uint32_t daw_read_scratch(void);
/* Blocks answered so far; 0 where the version has no counter. */
CORE_EXPORT uint32_t daw_response_counter(void);
/* Declare that the counter alone answers blocks (version 7 on; call this before the host is started). */
CORE_EXPORT void daw_answer_by_counter(void);
/* Clear the request (after a timeout, or after its answer). */
CORE_EXPORT void daw_cancel_request(void);

#endif
