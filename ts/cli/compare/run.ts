// SPDX-License-Identifier: BSD-2-Clause
/** The same sound through two plugins at once, and what is different in what comes out. */

import type { Waveform } from '../picture/index.ts';
import type { Drawing } from '../picture-file.ts';
import type { Player } from '../player.ts';
import { Bar } from '../progress.ts';
import type { SoundInput } from '../sound-input.ts';
import { Alignment } from './alignment.ts';
import { DifferenceMeter } from './difference.ts';
import { phraseAt } from './phrase.ts';

export interface Comparing {
  a: Player;
  b: Player;
  input: SoundInput;
  /** Frames per block. */
  block: number;
  /** Largest difference of two samples that counts as none. */
  tolerance: number;
  /** Draws, if there is to be a picture. */
  drawing: Drawing | undefined;
  signal: AbortSignal;
}

/** What a picture is made of: a waveform per channel. */
export interface Waveforms {
  a: Waveform[];
  b: Waveform[];
  difference: Waveform[];
}

export interface Compared {
  meter: DifferenceMeter;
  /** That both have, and that were compared. */
  channels: number;
  waveforms: Waveforms | undefined;
}

function planesOf(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

function waveformsOf({ Waveform }: Drawing, channels: number, frames: number): Waveforms {
  const lanes = () => Array.from({ length: channels }, () => new Waveform(frames));
  return { a: lanes(), b: lanes(), difference: lanes() };
}

function addTo(lanes: readonly Waveform[] | undefined, planes: readonly Float32Array[], frames: number): void {
  for (const [channel, lane] of lanes?.entries() ?? []) lane.add(planes.slice(channel, channel + 1), frames);
}

/** An instrument: MIDI in, no sound in. */
export function playsPhrase({ host, inputs }: Player): boolean {
  return inputs.length === 0 && host.ports.midiInputs > 0;
}

/** As many frames of output as there are of input, from either plugin's first that is not its latency. */
export async function compareSounds({ a, b, input, block, tolerance, drawing, signal }: Comparing): Promise<Compared> {
  const channels = Math.min(a.outputs.length, b.outputs.length);
  const meter = new DifferenceMeter(tolerance);
  const waveforms = drawing && waveformsOf(drawing, channels, input.frames);
  const sound = planesOf(input.channels, block);
  const distances = planesOf(channels, block);
  const see = (one: Float32Array[], other: Float32Array[], frames: number) => {
    meter.add(one, other, distances, frames);
    addTo(waveforms?.a, one, frames);
    addTo(waveforms?.b, other, frames);
    addTo(waveforms?.difference, distances, frames);
  };
  const bar = new Bar('comparing');
  try {
    let alignment: Alignment | undefined;
    for (let [position, total] = [0, input.frames]; position < total; ) {
      signal.throwIfAborted();
      const frames = Math.min(block, total - position);
      const count = input.read(sound, frames);
      for (const plane of sound) plane.fill(0, count, frames);
      const phrase = phraseAt(position, frames, input.sampleRate);
      const events = (player: Player) => (playsPhrase(player) ? phrase : []);
      await Promise.all([a, b].map((player) => player.play(sound, frames, position, events(player))));
      total = input.frames + Math.max(a.latency, b.latency);
      alignment ??= new Alignment(channels, a.latency, b.latency);
      alignment.push(a.outputs.slice(0, channels), b.outputs.slice(0, channels), frames, see);
      position += frames;
      bar.show(position / total);
    }
  } finally {
    bar.clear();
  }
  return { meter, channels, waveforms };
}
