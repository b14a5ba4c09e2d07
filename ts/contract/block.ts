// SPDX-License-Identifier: BSD-2-Clause
// Generated from wasm/include/block.h by `npm run contract`; do not edit.
export const BLOCK_CHANNELS_MAX = 32;
export const BLOCK_FRAMES_MAX = 4096;
export const BLOCK_PLANE_FRAMES = 4112;
export const BLOCK_PARAMETERS_MAX = 16384;
export const BLOCK_EVENTS_MAX = 8192;
export const BLOCK_DATA_BYTES = 393216;
export const BLOCK_MIDI_MAX = 4095;
export const EVENT_DONT_RECORD = 1;

// enum event_kind: Kinds of event.
/** index = position in the parameter table, value = new value, already clamped to its range */
export const EVENT_PARAMETER = 1;
/** port = note / event port, index = number of bytes (1..3), bytes = the message */
export const EVENT_MIDI = 2;
/** index = position in the parameter table */
export const EVENT_GESTURE_BEGIN = 3;
export const EVENT_GESTURE_END = 4;
/** index = position in the parameter table, value = offset to the parameter's value; CLAP */
export const EVENT_MODULATION = 5;
/** port = note / event port, index = number of bytes, data_at = the message: 0xF0 .. 0xF7 */
export const EVENT_SYSEX = 6;
/**
 * Notes with ids, and events for them: port, index = note id (-1: none, or any), key, channel, value =
 * velocity.
 */
export const EVENT_NOTE_ON = 7;
/**
 * Notes with ids, and events for them: port, index = note id (-1: none, or any), key, channel, value =
 * velocity.
 */
export const EVENT_NOTE_OFF = 8;
/**
 * Notes with ids, and events for them: port, index = note id (-1: none, or any), key, channel, value =
 * velocity.
 */
export const EVENT_NOTE_CHOKE = 9;
/** from the plugin */
export const EVENT_NOTE_END = 10;
/** expression, value */
export const EVENT_NOTE_EXPRESSION = 11;

// enum note_expression: Numbers and ranges as in CLAP (clap/events.h).
/** 0..4, linear */
export const EXPRESSION_VOLUME = 0;
/** 0..1, left to right */
export const EXPRESSION_PAN = 1;
/** -120..120 semitones */
export const EXPRESSION_TUNING = 2;
/** 0..1, as the following ones */
export const EXPRESSION_VIBRATO = 3;
export const EXPRESSION_EXPRESSION = 4;
export const EXPRESSION_BRIGHTNESS = 5;
export const EXPRESSION_PRESSURE = 6;
