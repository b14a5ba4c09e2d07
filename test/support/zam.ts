/** The plugins of zam-plugins, installed both as LV2 and as VST3, and how their parameters correspond. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { DawOptions } from './daw.ts';
import { describe } from './lv2.ts';

/** A parameter of the plugin itself in its LV2 and VST3 form. */
export interface ZamParameter {
  name: string;
  port: number;
  /** Position among the plugin's own parameters, including meters. */
  position: number;
  minimum: number;
  maximum: number;
  toggled: boolean;
  integer: boolean;
}

export interface Zam {
  name: string;
  audioInputs: number;
  audioOutputs: number;
  /** Parameters that can be set. */
  parameters: ZamParameter[];
  /** The plugin's own parameters, including meters. */
  ownCount: number;
}

function field(port: string, name: string): string {
  return new RegExp(`^\\s*${name}:\\s*(.*)$`, 'm').exec(port)?.[1] ?? '';
}

function zam(name: string): Zam {
  const ports = execFileSync('lv2info', [`urn:zamaudio:${name}`], { encoding: 'utf8' })
    .split(/^\tPort \d+:$/m)
    .slice(1)
    .map((text, port) => ({ text, port }))
    // lv2_latency and similar are not parameters of the plugin.
    .filter(({ text }) => text.includes('lv2core#ControlPort') && !field(text, 'Symbol').startsWith('lv2_'));
  const parameters = ports.map(({ text, port }, position) => ({
    name: field(text, 'Name'),
    port,
    position,
    minimum: Number(field(text, 'Minimum')),
    maximum: Number(field(text, 'Maximum')),
    toggled: text.includes('lv2core#toggled'),
    integer: text.includes('lv2core#integer'),
    input: text.includes('lv2core#InputPort'),
  }));
  const { audioInputs, audioOutputs } = describe(`urn:zamaudio:${name}`);
  const settable = parameters.filter(({ input }) => input);
  return { name, audioInputs, audioOutputs, parameters: settable, ownCount: ports.length };
}

/** All of them. */
export const zamPlugins: readonly Zam[] = readdirSync('/usr/lib/vst3')
  .filter((file) => /^Za[mM].*\.vst3$/.test(file))
  .map((file) => zam(file.replace(/\.vst3$/, '')));

export function zamOptions({ name, audioInputs, audioOutputs }: Zam, format: 'vst3' | 'lv2'): DawOptions {
  const spec = format === 'vst3' ? `/usr/lib/vst3/${name}.vst3` : `urn:zamaudio:${name}`;
  return { format, spec, inputs: audioInputs, outputs: audioOutputs };
}

/** DPF numbers its VST3 parameters from 0, with its own first: the plugin's are the last ones. */
export function vst3Id(plugin: Zam, parameter: ZamParameter, vst3Count: number): number {
  return vst3Count - plugin.ownCount + parameter.position;
}

/**
 * A normalized value scaled to a parameter's range; VST3's own is 0..1. The range is computed in single precision, as
 * in DPF.
 */
export function plain({ minimum, maximum }: { minimum: number; maximum: number }, normalized: number): number {
  return normalized * Math.fround(maximum - minimum) + minimum;
}

/** Sound that activates gates, compressors and delays: reproducible noise with a slow swell. */
export class Sound {
  #random = 1;
  #frame = 0;
  readonly #channels: number;
  readonly #loud: number;

  /** Channels from `loud` on are silent. */
  constructor(channels: number, loud = channels) {
    this.#channels = channels;
    this.#loud = loud;
  }

  next(frames: number): Float32Array[] {
    const block = Array.from({ length: this.#channels }, () => new Float32Array(frames));
    for (let i = 0; i < frames; i++, this.#frame++) {
      const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * this.#frame) / 16384);
      for (const samples of block.slice(0, this.#loud)) {
        this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
        samples[i] = 0.8 * swell * (this.#random / 2 ** 31 - 1);
      }
    }
    return block;
  }
}

/** Largest difference between two sounds, channel by channel; infinite if their shapes differ or a sample is NaN. */
export function difference(one: readonly Float32Array[], other: readonly Float32Array[]): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [channel, samples] of one.entries()) {
    const others = other[channel];
    if (others?.length !== samples.length) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < samples.length; i++) {
      const distance = Math.abs((samples[i] ?? Number.NaN) - (others[i] ?? Number.NaN));
      if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
      most = Math.max(most, distance);
    }
  }
  return most;
}

export function loudest(sound: readonly Float32Array[]): number {
  return Math.max(0, ...sound.map((samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)));
}
