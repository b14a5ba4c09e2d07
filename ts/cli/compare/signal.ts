// SPDX-License-Identifier: BSD-2-Clause
/**
 * A sound that makes plugins show themselves, the same every time: a sweep through all frequencies, then noise that swells from silence to loud
 * and back (for what has thresholds), then silence (for what rings on). Channels differ in the noise.
 */
import type { SoundInput } from '../sound-input.ts';

export const TEST_SIGNAL = 'test signal';
const SWEEP_SECONDS = 2;
const NOISE_SECONDS = 2;
const SILENCE_SECONDS = 1;
/** Of full scale: -6 dB. */
const LEVEL = 0.5;
/** Hz; the sweep ends just below half the sample rate. */
const LOWEST = 20;

export class TestSignal implements SoundInput {
  readonly title = TEST_SIGNAL;
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
  #frame = 0;
  readonly #random: Uint32Array;

  constructor(sampleRate: number, channels: number) {
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.frames = Math.round((SWEEP_SECONDS + NOISE_SECONDS + SILENCE_SECONDS) * sampleRate);
    this.#random = Uint32Array.from({ length: channels }, (_, channel) => channel + 1);
  }

  read(planes: readonly Float32Array[], frames: number): number {
    const count = Math.min(frames, this.frames - this.#frame);
    for (let i = 0; i < count; i++, this.#frame++)
      for (const [channel, plane] of planes.entries()) plane[i] = this.#sample(channel);
    return count;
  }

  #sample(channel: number): number {
    const seconds = this.#frame / this.sampleRate;
    if (seconds < SWEEP_SECONDS) return LEVEL * Math.sin(this.#sweepPhase(seconds));
    if (seconds >= SWEEP_SECONDS + NOISE_SECONDS) return 0;
    // Numerical Recipes' generator: the same numbers on every machine.
    const random = (Math.imul(this.#random[channel] ?? 0, 1664525) + 1013904223) >>> 0;
    this.#random[channel] = random;
    const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * (seconds - SWEEP_SECONDS)) / NOISE_SECONDS);
    return LEVEL * swell * (random / 2 ** 31 - 1);
  }

  /** Of a sine whose frequency grows exponentially. */
  #sweepPhase(seconds: number): number {
    const octaves = Math.log((this.sampleRate * 0.45) / LOWEST);
    return ((2 * Math.PI * LOWEST * SWEEP_SECONDS) / octaves) * (Math.exp((octaves * seconds) / SWEEP_SECONDS) - 1);
  }

  close(): void {}
}
