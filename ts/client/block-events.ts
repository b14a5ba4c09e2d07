// SPDX-License-Identifier: BSD-2-Clause
/**
 * The events of one block: checked, then put into the host's rings.
 */
import { closest } from 'fastest-levenshtein';
import { PROTOCOL_EVENT_MODULATION, PROTOCOL_LONG_MIDI_BYTES, PROTOCOL_MIDI_PORTS_MAX } from '../contract/protocol.ts';
import type { CoreExports } from '../core.ts';
import { integerIn, invalid, shown } from './errors.ts';
import { checkNoteEvent, isNoteEvent, NOTE_BYTES, NOTE_EVENT_TYPES, sendNoteEvent } from './note-events.ts';
import type { ParameterTable } from './parameters.ts';
import type { SoundingNotes } from './sounding-notes.ts';
import type { BlockEvent, MidiEvent } from './types.ts';

export const NO_EVENTS: readonly BlockEvent[] = [];

const MIDI_BYTES_MAX = 3;
const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;
const LENGTH_BYTES = 4;
/** Of all system exclusive messages of one block together, each counted by `longBytes`. */
export const SYSEX_BYTES_MAX = PROTOCOL_LONG_MIDI_BYTES;
const STATUS_MIN = 0x80;
const STATUS_MAX = 0xff;
const BYTE_MAX = 0xff;
const DATA_MAX = 0x7f;
const ID_MAX = 0xffffffff;

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkEvents(events: readonly BlockEvent[], frames: number): void {
  for (let i = 0; i < events.length; i++) checkEvent(events[i] as BlockEvent, frames);
}

function checkEvent(event: BlockEvent, frames: number): void {
  if (typeof event !== 'object' || event === null) invalid(`an event is ${shown(event)}; it has to be an object`);
  integerIn('the frame of an event', event.frame, 0, frames - 1);
  if (event.type === 'midi') {
    checkMidi(event);
    return;
  }
  if (isNoteEvent(event)) {
    checkNoteEvent(event);
    return;
  }
  if (event.type !== 'parameter' && event.type !== 'modulation') unknownType(event);
  integerIn(`the id of a ${event.type} event`, event.id, 0, ID_MAX);
  const value = event.type === 'parameter' ? event.value : event.amount;
  if (!Number.isFinite(value)) invalid(`the ${event.type} event for parameter ${event.id} has the value ${value}`);
}

function checkMidi({ data, port = 0 }: MidiEvent): void {
  integerIn('the port of a midi event', port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
  if (typeof data !== 'object' || data === null) invalid(`the data of a midi event is ${shown(data)}`);
  if (isSysex(data)) {
    checkSysex(data);
    return;
  }
  integerIn('the length of a midi event', data.length, 1, MIDI_BYTES_MAX);
  integerIn('the first byte of a midi event', data[0] as number, STATUS_MIN, STATUS_MAX);
  for (let i = 1; i < data.length; i++) integerIn('a later byte of a midi event', data[i] as number, 0, BYTE_MAX);
}

function unknownType({ type }: { type: unknown }): never {
  const names = ['midi', 'parameter', 'modulation', ...NOTE_EVENT_TYPES];
  invalid(`the type of an event is ${shown(type)}; the nearest is "${closest(String(type), names)}"`);
}

/** A whole system exclusive message, or a longer one that lacks its end. */
function isSysex(data: ArrayLike<number>): boolean {
  return data[0] === SYSEX_START && (data.length > MIDI_BYTES_MAX || data[data.length - 1] === SYSEX_END);
}

function checkSysex(data: ArrayLike<number>): void {
  integerIn('the length of a system exclusive message', data.length, 2, SYSEX_BYTES_MAX - LENGTH_BYTES);
  for (let i = 1; i < data.length - 1; i++)
    integerIn(`byte ${i} of a system exclusive message`, data[i] as number, 0, DATA_MAX);
  if (data[data.length - 1] !== SYSEX_END) invalid('a system exclusive message does not end with 0xF7');
}

/** Room that the event takes in the area for anything but a MIDI message of three bytes; 0 for those. */
export function longBytes(event: BlockEvent): number {
  if (isNoteEvent(event)) return NOTE_BYTES;
  return event.type === 'midi' && isSysex(event.data) ? event.data.length + LENGTH_BYTES : 0;
}

/** How events reach the host. */
export interface EventWay {
  exports: CoreExports;
  /** The core's memory. */
  memory: Uint8Array;
  parameters: ParameterTable;
  notes: SoundingNotes;
}

export function sendEvents({ exports, memory, parameters, notes }: EventWay, events: readonly BlockEvent[]): void {
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as BlockEvent;
    if (event.type === 'parameter') parameters.sendOne(exports, event.id, event.value, event.frame);
    else if (event.type === 'modulation')
      exports.daw_push_parameter(event.id, event.amount, event.frame, PROTOCOL_EVENT_MODULATION);
    else if (isNoteEvent(event)) sendNoteEvent(exports, notes.complete(event));
    else {
      const { port = 0, frame, data } = event;
      if (isSysex(data)) {
        const room = exports.daw_sysex_room(data.length) >>> 0;
        if (room === 0) continue; // the host does not come and take what was sent before
        memory.set(data, room);
        exports.daw_push_sysex(port, frame, data.length);
        continue;
      }
      exports.daw_push_midi(port, frame, data[0] as number, data[1] ?? 0, data[2] ?? 0);
    }
  }
}
