// SPDX-License-Identifier: BSD-2-Clause
/** What rendering takes: PluginHost.render and its relatives. */
import type { ReadableStream, WritableStream } from 'node:stream/web';
import type { AutomationOptions, AutomationPoint, MidiEvent, Planes, Transport } from './types.ts';

/** A MIDI message at a frame of the whole sound. */
export interface TimedMidi extends Omit<MidiEvent, 'type'> {
  /** May be left out. */
  type?: 'midi';
}

/** How a parameter moves while a sound is rendered. */
export interface AutomationLane extends AutomationOptions {
  /** Id or name of the parameter. */
  parameter: number | string;
  /** Frames count from the start of the sound. */
  points: readonly AutomationPoint[];
  /** Of a chain: which plugin's parameter, counted from 0; default 0. */
  plugin?: number;
}

/** How far a rendering is. */
export interface RenderProgress {
  /** Frames that are done. */
  done: number;
  /** Of so many; undefined while a stream has not ended. */
  total: number | undefined;
}

/** What is rendered besides the input sound. */
export interface StreamOptions {
  /** For the plugin (of a chain: the first), in any order. */
  midi?: readonly TimedMidi[];
  /** Moves of parameters, one lane each. */
  automation?: readonly AutomationLane[];
  /** How long the sound goes on behind its end; default 0. */
  tailSeconds?: number;
  /** Tempo and signature; default 120 beats per minute, 4/4. Position and playing are seen to. */
  transport?: Pick<Transport, 'tempo' | 'numerator' | 'denominator'>;
  /** After each block. */
  onProgress?: (progress: RenderProgress) => void;
  /** Ends the rendering with ABORTED. The plugin stays open. */
  signal?: AbortSignal;
}

/** Options of render(). */
export interface RenderOptions extends StreamOptions {
  /** How long the sound is, without its tail; default: the longest channel, without channels: until the last MIDI message. */
  frames?: number;
}

/** Pieces of sound: of any length, all of as many channels. */
export type SoundSource = AsyncIterable<Planes> | Iterable<Planes>;

/** What pipeThrough() takes. */
export interface SoundTransform {
  /** Pieces of any length go in. */
  readonly writable: WritableStream<Planes>;
  /** Blocks come out. */
  readonly readable: ReadableStream<Float32Array[]>;
}
