// SPDX-License-Identifier: BSD-2-Clause
/** Options of PluginHost.render and the other render methods. */
import type { ReadableStream, WritableStream } from 'node:stream/web';
import type { AutomationOptions, AutomationPoint, MidiEvent, Planes, Transport } from './types.ts';

/** A MIDI message at a frame of the whole sound. */
export interface TimedMidi extends Omit<MidiEvent, 'type'> {
  /** Optional. */
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

/** What a plugin's side chain hears while a sound is rendered. */
export interface SideChain {
  /** In time with the sound that is rendered. Of fewer channels than the side chain has, the first come again: mono goes to all. */
  source: SoundSource;
  /** Of a chain: which plugin's side chain, counted from 0; default 0. */
  plugin?: number;
}

/** Progress of a render. */
export interface RenderProgress {
  /** Number of frames that are done. */
  done: number;
  /** Total number of frames; undefined while a stream has not ended. */
  total: number | undefined;
}

/** What to render, apart from the input sound. */
export interface StreamOptions {
  /** For the plugin (of a chain: the first that takes MIDI), in any order. */
  midi?: readonly TimedMidi[];
  /** Automation, one lane per parameter. */
  automation?: readonly AutomationLane[];
  /** Sounds for the plugins' side chains (LV2 side-chain ports, aux buses, ports that are not the main one); default: silence. */
  sideChains?: readonly SideChain[];
  /** How long to render after the end of the sound; default 0. */
  tailSeconds?: number;
  /** Tempo and signature; default 120 beats per minute, 4/4. Position and playing are set by the render. */
  transport?: Pick<Transport, 'tempo' | 'numerator' | 'denominator'>;
  /** Called after each block. */
  onProgress?: (progress: RenderProgress) => void;
  /** Rejects the render with ABORTED. The plugin stays open. */
  signal?: AbortSignal;
}

/** Options of render(). */
export interface RenderOptions extends StreamOptions {
  /** Length of the sound, without its tail; default: the longest channel, without channels: until the last MIDI message. */
  frames?: number;
}

/** Pieces of sound: of any length, all with the same number of channels. */
export type SoundSource = AsyncIterable<Planes> | Iterable<Planes>;

/** What pipeThrough() takes. */
export interface SoundTransform {
  /** Pieces of any length go in. */
  readonly writable: WritableStream<Planes>;
  /** Blocks come out. */
  readonly readable: ReadableStream<Float32Array[]>;
}
