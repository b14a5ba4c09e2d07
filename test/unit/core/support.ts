/**
 * What the core's tests share. Every offset here was typed from the protocol's description, not taken from the core: the tests are
 * its independent witness.
 */
import { readFileSync } from 'node:fs';
import type { Core, CoreExports } from '../../../ts/core.ts';
import { newCore } from './form.ts';
import {
  type AnyEvent,
  type Echo,
  EVENT_BYTES,
  HELD,
  kinds,
  type ListedEvent,
  type Midi,
  type Parameter,
  plane,
  RECORD_BYTES,
  record,
} from './offsets.ts';

export * from './offsets.ts';

export const coreBytes: Uint8Array = readFileSync(new URL('../../../build/core.wasm', import.meta.url));
export const wasmFolder = new URL('../../../wasm/', import.meta.url).pathname;
export const nativeFolder = new URL('../../../build/native/core/', import.meta.url).pathname;

export const SEGMENT_BYTES = 4_194_304;
export const SCRATCH_BYTES = 65_536;
/** Of the largest state. */
export const STATE_BYTES = 67_108_864;

/** A host-role core on a fresh segment, and eyes and hands for both sides of it. */
export class Rig {
  readonly core: Core = newCore();
  readonly x: CoreExports = this.core.exports;
  /** The segment. */
  readonly segment: DataView;
  readonly segmentBytes: Uint8Array;
  /** The block record. */
  readonly record: DataView;

  constructor(readonly version = 1) {
    const { memory } = this.core;
    this.segment = new DataView(memory, this.x.core_window(), SEGMENT_BYTES);
    this.segmentBytes = new Uint8Array(memory, this.x.core_window(), SEGMENT_BYTES);
    this.record = new DataView(memory, this.x.host_block(), RECORD_BYTES);
    this.reset();
  }

  /** A fresh segment, and a host without a plugin that remembers nothing. */
  reset(): void {
    this.setField(record.parameterCount, 0);
    this.attach();
  }

  /** A fresh segment for the plugin that is bound. */
  attach(): void {
    this.x.daw_initialize(this.version);
    this.x.core_attach();
    this.x.host_replies();
  }

  word(offset: number): number {
    return this.segment.getUint32(offset, true);
  }

  setWord(offset: number, value: number): void {
    this.segment.setUint32(offset, value, true);
  }

  field(offset: number): number {
    return this.record.getUint32(offset, true);
  }

  setField(offset: number, value: number): void {
    this.record.setUint32(offset, value, true);
  }

  floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.core.memory, offset, length);
  }

  /** A plane of the segment. */
  plane(channel: number, bus: 0 | 1): Float32Array {
    return this.floats(this.x.core_window() + plane(channel, bus), 4096);
  }

  /** A buffer of the plugin. */
  buffer(channel: number, bus: 0 | 1): Float32Array {
    return this.floats(this.field((bus === 0 ? record.inputsAt : record.outputsAt) + channel * 4), 4096);
  }

  get values(): Float32Array {
    return this.floats(this.field(record.valuesAt), 16_384);
  }

  /** What plugin_bind does. */
  bind(parameters: Parameter[], inputChannels = 0, outputChannels = 0): void {
    const ids = new Uint32Array(this.core.memory, this.field(record.idsAt), 16_384);
    const minimums = this.floats(this.field(record.minimumsAt), 16_384);
    const maximums = this.floats(this.field(record.maximumsAt), 16_384);
    parameters.forEach((parameter, i) => {
      ids[i] = parameter.id;
      minimums[i] = parameter.minimum ?? 0;
      maximums[i] = parameter.maximum ?? 1;
      this.values[i] = parameter.value;
    });
    this.setField(record.parameterCount, parameters.length);
    this.setField(record.inputChannels, inputChannels);
    this.setField(record.outputChannels, outputChannels);
  }

  /** Ports that the plugin has. */
  bindMidi(inputs: number, outputs: number): void {
    this.setField(record.midiInputs, inputs);
    this.setField(record.midiOutputs, outputs);
  }

  /** A byte was read from the wake pipe at that time; the process before may have left it there. */
  wake(ms = 0, cameMs = ms): number {
    this.at(ms);
    this.setField(record.wakeMs, cameMs);
    this.setField(record.readMs, ms);
    return this.x.host_wake();
  }

  /** It is so late. */
  at(ms: number): void {
    this.setField(record.wakeMs, ms);
    this.setField(record.readMs, ms);
    this.setField(record.nowUs, (ms * 1000) % 2 ** 32);
  }

  /** The plugin returned at that time. @returns the replies due then, or held. */
  end(ms = 0, status = 0): number {
    this.setField(record.doneMs, ms);
    this.setField(record.nowUs, (ms * 1000) % 2 ** 32);
    this.x.host_block_end(status);
    return this.x.host_holds_reply() === 1 ? HELD : this.x.host_replies();
  }

  /** After held: no wake comes. */
  release(): number {
    this.x.host_release();
    return this.x.host_replies();
  }

  /** Milliseconds until the host wants to be called, 0: never. */
  waitMs(): number {
    const us = this.x.host_wait_us();
    return us < 0 ? 0 : us / 1000;
  }

  /** That time has come. */
  time(ms: number): number {
    this.at(ms);
    return this.x.host_time();
  }

  requestDone(reply: number, ms = 0): number {
    this.at(ms);
    return this.x.host_request_done(reply);
  }

  events(): ListedEvent[] {
    const at = this.field(record.eventsAt);
    const view = new DataView(this.core.memory, at, 8192 * EVENT_BYTES);
    return Array.from({ length: this.field(record.eventCount) }, (_, i) => ({
      offset: view.getUint32(i * 24, true),
      index: view.getUint32(i * 24 + 8, true),
      value: view.getFloat64(i * 24 + 16, true),
    }));
  }

  /** The list for the plugin, with everything that an event of its kind says. */
  allEvents(): AnyEvent[] {
    const view = new DataView(this.core.memory, this.field(record.eventsAt), 8192 * EVENT_BYTES);
    return Array.from({ length: this.field(record.eventCount) }, (_, i) => {
      const at = i * EVENT_BYTES;
      const event: AnyEvent = { offset: view.getUint32(at, true), kind: view.getUint16(at + 4, true) };
      const index = view.getUint32(at + 8, true);
      if (event.kind === kinds.midi) {
        const bytes = Array.from({ length: index }, (_, k) => view.getUint8(at + 16 + k));
        return { ...event, port: view.getUint16(at + 6, true), bytes };
      }
      const hasValue = event.kind === kinds.parameter || event.kind === kinds.modulation;
      return { ...event, index, ...(hasValue ? { value: view.getFloat64(at + 16, true) } : {}) };
    });
  }

  /** The plugin writes these events. */
  write(events: AnyEvent[]): void {
    const at = this.field(record.outputEventsAt);
    const view = new DataView(this.core.memory, at, 8192 * EVENT_BYTES);
    events.forEach((event, i) => {
      const start = i * EVENT_BYTES;
      this.core.u8.fill(0xee, at + start, at + start + EVENT_BYTES);
      view.setUint32(start, event.offset, true);
      view.setUint16(start + 4, event.kind, true);
      view.setUint16(start + 6, event.port ?? 0, true);
      view.setUint32(start + 8, event.bytes?.length ?? event.index ?? 0, true);
      if (event.bytes === undefined) {
        view.setFloat64(start + 16, event.value ?? 0, true);
      } else {
        this.core.u8.set(event.bytes, at + start + 16);
      }
    });
    this.setField(record.outputEventCount, events.length);
  }

  /** A block in which the plugin does that. */
  run(plugin: () => void = () => {}): void {
    this.wake();
    plugin();
    this.end();
  }

  /** Everything in the echo ring, with kinds and offsets. */
  allEchoes(): Echo[] {
    const found: Echo[] = [];
    while (this.x.daw_pop_echo() === 1) {
      found.push({
        id: this.x.daw_echo_id() >>> 0,
        kind: this.x.daw_echo_kind(),
        offset: this.x.daw_echo_sample_offset() >>> 0,
        value: this.x.daw_echo_value(),
      });
    }
    return found;
  }

  /** Everything in a MIDI-out ring. */
  midi(port: number): Midi[] {
    const found: Midi[] = [];
    while (this.x.daw_pop_midi(port) === 1) {
      const bytes = [0, 1, 2].map((i) => this.x.daw_midi_byte(i));
      found.push({ offset: this.x.daw_midi_sample_offset() >>> 0, bytes });
    }
    return found;
  }

  /** Everything in the echo ring. */
  echoes(): { id: number; value: number }[] {
    const found: { id: number; value: number }[] = [];
    while (this.x.daw_pop_echo() === 1) {
      found.push({ id: this.x.daw_echo_id() >>> 0, value: this.x.daw_echo_value() });
    }
    return found;
  }

  /** Put a blob into the state buffer. */
  putState(bytes: Uint8Array): void {
    this.core.u8.set(bytes, this.x.state_buffer());
  }

  /** The first bytes of the state buffer, copied. */
  state(bytes: number): Uint8Array {
    const at = this.x.state_buffer();
    return this.core.u8.slice(at, at + bytes);
  }

  /** Put pieces into the staging area, one after the other. */
  stage(...pieces: Uint8Array[]): void {
    let at = this.x.state_staging();
    for (const piece of pieces) {
      this.core.u8.set(piece, at);
      at += piece.length;
    }
  }

  bytes(offset: number, length: number): Uint8Array {
    return this.core.u8.slice(offset, offset + length);
  }
}

export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}
