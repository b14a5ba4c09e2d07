// SPDX-License-Identifier: BSD-2-Clause
/**
 * Unrequested messages of the host: values, gestures, MIDI, latency, a changed state. Read after each block, and
 * periodically without blocks.
 */
import {
  PROTOCOL_EVENT_DONT_RECORD,
  PROTOCOL_EVENT_GESTURE_BEGIN,
  PROTOCOL_EVENT_GESTURE_END,
  PROTOCOL_EVENT_VALUE,
  PROTOCOL_MIDI_DONT_RECORD,
} from '../contract/protocol.ts';
import type { Core, CoreExports } from '../core.ts';
import type { Events } from './events.ts';
import { noteOf } from './note-events.ts';
import type { ParameterTable } from './parameters.ts';

export class Notifications {
  readonly #exports: CoreExports;
  readonly #memory: Uint8Array;
  readonly #parameters: ParameterTable;
  readonly #events: Events;
  readonly #onEdit: () => void;
  /** Where the piece of a block that is played began, in frames of the block. */
  pieceStart = 0;
  /** Live playback reads the first MIDI output itself. */
  isDriven = false;
  #latency = 0;
  #midiOutputs = 0;

  /** @param onEdit something changed that a state would contain. */
  constructor({ exports, u8 }: Core, parameters: ParameterTable, events: Events, onEdit: () => void) {
    this.#exports = exports;
    this.#memory = u8;
    this.#parameters = parameters;
    this.#events = events;
    this.#onEdit = onEdit;
  }

  /** Frames by which the plugin delays its output. */
  get latency(): number {
    return this.#latency;
  }

  /** A new process begins: what its header says is not new. */
  begin(): void {
    const latency = this.#exports.daw_latency() >>> 0;
    this.#midiOutputs = this.#exports.daw_midi_outputs();
    const isNew = latency !== this.#latency;
    this.#latency = latency;
    if (isNew) this.#events.emit('latencyChange', latency);
  }

  /** Emit an event for each message. Allocates nothing if there is none. */
  take(): void {
    const { daw_pop_echo, daw_pop_midi, daw_latency, daw_take_state_dirty, daw_midi_outputs } = this.#exports;
    while (daw_pop_echo() === 1) this.#takeEcho();
    this.#midiOutputs = daw_midi_outputs();
    // Notes of a plugin without outputs come through the first.
    for (let port = this.isDriven ? 1 : 0; port < Math.max(this.#midiOutputs, 1); port++)
      while (daw_pop_midi(port) === 1) this.#takeMidi(port);
    const latency = daw_latency();
    if (latency !== this.#latency) {
      this.#latency = latency;
      this.#events.emit('latencyChange', latency);
    }
    if (daw_take_state_dirty() !== 0) {
      this.#onEdit();
      this.#events.emit('stateDirty');
    }
  }

  #takeEcho(): void {
    const { daw_echo_id, daw_echo_kind, daw_echo_value, daw_echo_sample_offset } = this.#exports;
    const [id, kindAndFlags] = [daw_echo_id() >>> 0, daw_echo_kind()];
    const kind = kindAndFlags & ~PROTOCOL_EVENT_DONT_RECORD;
    const dontRecord = kind !== kindAndFlags && { dontRecord: true as const };
    if (kind === PROTOCOL_EVENT_GESTURE_BEGIN || kind === PROTOCOL_EVENT_GESTURE_END) {
      this.#events.emit('gesture', { id, begin: kind === PROTOCOL_EVENT_GESTURE_BEGIN });
      return;
    }
    if (kind !== PROTOCOL_EVENT_VALUE) return;
    const value = daw_echo_value();
    if (!this.#parameters.receive(id, value)) return;
    this.#onEdit();
    this.#events.emit('parameterChange', {
      id,
      value,
      frame: this.pieceStart + daw_echo_sample_offset(),
      ...dontRecord,
    });
  }

  #takeMidi(port: number): void {
    const { daw_midi_byte, daw_midi_sample_offset, daw_midi_sysex, daw_midi_sysex_bytes } = this.#exports;
    const frame = this.pieceStart + daw_midi_sample_offset();
    const isMarked = (this.#exports.daw_midi_flags() & PROTOCOL_MIDI_DONT_RECORD) !== 0;
    const dontRecord = isMarked && { dontRecord: true as const };
    const note = noteOf(this.#exports, frame);
    if (note !== undefined) {
      this.#events.emit('note', { ...note, ...dontRecord });
      return;
    }
    const bytes = daw_midi_sysex_bytes();
    const at = daw_midi_sysex() >>> 0;
    const data = bytes > 0 ? this.#memory.slice(at, at + bytes) : new Uint8Array(messageBytes(daw_midi_byte(0)));
    if (bytes === 0) for (let i = 0; i < data.length; i++) data[i] = daw_midi_byte(i);
    this.#events.emit('midi', { port, frame, data, ...dontRecord });
  }
}

/** How long a MIDI message is that starts with this status byte: the wire does not say. */
function messageBytes(status: number): number {
  const kind = status & 0xf0;
  if (kind === 0xc0 || kind === 0xd0 || status === 0xf1 || status === 0xf3) return 2;
  return kind !== 0xf0 || status === 0xf0 || status === 0xf2 ? 3 : 1;
}
