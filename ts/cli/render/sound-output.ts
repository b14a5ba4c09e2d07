// SPDX-License-Identifier: BSD-2-Clause
/** The sound that comes out of a render, but for the latency at its beginning and what is behind its end. */
import { SoundWriter, type WriterOptions } from '../sound-file.ts';
import type { Chain } from './chain.ts';
import { interleave, Loudness } from './interleave.ts';
import type { Output } from './output.ts';

const DECIBELS_PER_DECADE = 20;

function decibels(value: number): string {
  return `${(DECIBELS_PER_DECADE * Math.log10(value)).toFixed(1)} dB`;
}

export interface SoundOutputOptions extends Omit<WriterOptions, 'channels' | 'frames'> {
  /** Frames of each block. */
  block: number;
  /** Frames of the output; fewer are known to be there when a damaged input has ended. */
  length(): number;
}

export class SoundOutput implements Output {
  readonly #chain: Chain;
  readonly #options: SoundOutputOptions;
  readonly #writer: SoundWriter;
  readonly #samples: Float32Array;
  readonly #loudness = new Loudness();

  /** @throws CommandError if the file cannot be written there, or not in this format. */
  constructor(chain: Chain, options: SoundOutputOptions, folder: string) {
    this.#chain = chain;
    this.#options = options;
    const channels = chain.outputsOf(0).length;
    this.#writer = new SoundWriter({ ...options, channels, frames: options.length() }, folder);
    this.#samples = new Float32Array(options.block * channels);
  }

  write(number: number): void {
    const { block, length } = this.#options;
    const { latency } = this.#chain;
    const position = number * block;
    const from = Math.max(0, latency - position);
    const to = Math.min(block, length() + latency - position);
    if (number < 0 || from >= to) return;
    interleave(this.#chain.outputsOf(number), from, to, this.#samples, this.#loudness);
    this.#writer.write(this.#samples, to - from);
  }

  get notes(): string[] {
    const { path, sampleRate } = this.#options;
    const { peak, brokenAt } = this.#loudness;
    const notes: string[] = [];
    if (this.#writer.clips && peak > 1)
      notes.push(`${path}: clipped: the peak is ${decibels(peak)} above full scale; --bit-depth 32f preserves it`);
    if (brokenAt !== undefined)
      notes.push(`${path}: the output contains NaN (first at ${(brokenAt / sampleRate).toFixed(3)} s)`);
    return notes;
  }

  commit(signal?: AbortSignal): Promise<void> {
    return this.#writer.commit(signal);
  }

  discard(): void {
    this.#writer.discard();
  }
}
