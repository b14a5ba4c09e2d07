// SPDX-License-Identifier: BSD-2-Clause
/**
 * How loud which frequency is when: power spectra of overlapping Hann windows, averaged per column of a picture while the sound streams by.
 * Decibels are of a full-scale sine: one at a bin's frequency reads 0 dB.
 */
import FFT from 'fft.js';
import { COLUMNS_MAX } from './waveform.ts';

export interface SpectrogramOptions {
  /** Of the whole sound, 1 or more. */
  frames: number;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** Frames of a window: a power of two, 64 or more. Longer ones resolve frequency better, shorter ones time. */
  windowFrames: number;
}

/** Rows of a picture: from lowest to highest, equally far apart on a linear or logarithmic axis. */
export interface FrequencyAxis {
  rows: number;
  /** Hz; above 0 on a logarithmic axis. */
  minimum: number;
  maximum: number;
  logarithmic: boolean;
}

/** The transform's two numbers per bin. */
const COMPLEX = 2;

export class Spectrogram {
  readonly columns: number;
  readonly #options: SpectrogramOptions;
  readonly #bins: number;
  readonly #hop: number;
  readonly #fft: FFT;
  readonly #hann: Float64Array;
  readonly #weighted: Float64Array;
  readonly #spectrum: Float64Array;
  /** The window as it is now, per channel. */
  readonly #window: Float32Array[];
  #filled: number;
  #windows = 0;
  /** Sum of the windows' powers: column after column. */
  readonly #powers: Float32Array;
  readonly #windowsIn: Uint32Array;

  constructor(options: SpectrogramOptions) {
    const { frames, channels, windowFrames } = options;
    this.#options = options;
    this.columns = Math.min(COLUMNS_MAX, frames);
    this.#bins = windowFrames / 2 + 1;
    // At least one window per column, and windows that overlap by half or more.
    this.#hop = Math.min(Math.floor(frames / this.columns), windowFrames / 2);
    this.#fft = new FFT(windowFrames);
    this.#hann = Float64Array.from(
      { length: windowFrames },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowFrames),
    );
    this.#weighted = new Float64Array(windowFrames);
    this.#spectrum = new Float64Array(windowFrames * COMPLEX);
    this.#window = Array.from({ length: channels }, () => new Float32Array(windowFrames));
    // Windows are centred: half of the first one lies before the sound.
    this.#filled = windowFrames / 2;
    this.#powers = new Float32Array(this.columns * this.#bins);
    this.#windowsIn = new Uint32Array(this.columns);
  }

  /** The next frames, one plane per channel. */
  add(planes: readonly Float32Array[], frames: number): void {
    const { windowFrames } = this.#options;
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + windowFrames - this.#filled);
      for (const [channel, window] of this.#window.entries()) {
        const plane = planes[channel];
        if (plane === undefined) window.fill(0, this.#filled, this.#filled + to - from);
        else window.set(plane.subarray(from, to), this.#filled);
      }
      this.#filled += to - from;
      from = to;
      if (this.#filled === windowFrames) this.#takeWindow();
    }
  }

  #takeWindow(): void {
    const column = Math.floor((this.#windows * this.#hop * this.columns) / this.#options.frames);
    if (column < this.columns) {
      for (const window of this.#window) this.#addPower(window, column * this.#bins);
      this.#windowsIn[column] = (this.#windowsIn[column] ?? 0) + 1;
    }
    this.#windows++;
    for (const window of this.#window) window.copyWithin(0, this.#hop);
    this.#filled -= this.#hop;
  }

  #addPower(window: Float32Array, at: number): void {
    const { windowFrames, channels } = this.#options;
    for (let i = 0; i < windowFrames; i++) {
      const sample = window[i] ?? 0;
      this.#weighted[i] = Number.isFinite(sample) ? sample * (this.#hann[i] ?? 0) : 0;
    }
    this.#fft.realTransform(this.#spectrum, this.#weighted);
    // A Hann window of N frames sums up to N / 2, and half of a sine's amplitude is in the negative frequencies.
    const scale = (4 / windowFrames) ** 2 / channels;
    for (let bin = 0; bin < this.#bins; bin++) {
      const [real, imaginary] = [this.#spectrum[bin * COMPLEX] ?? 0, this.#spectrum[bin * COMPLEX + 1] ?? 0];
      this.#powers[at + bin] = (this.#powers[at + bin] ?? 0) + (real * real + imaginary * imaginary) * scale;
    }
  }

  /** To be called once, when all has been added: the half window after the end. */
  finish(): void {
    this.add([], this.#options.windowFrames);
  }

  /** Decibels, row after row from the highest frequency down; NaN above half the sample rate. */
  levels(axis: FrequencyAxis): Float32Array {
    const levels = new Float32Array(axis.rows * this.columns);
    for (let row = 0; row < axis.rows; row++) {
      const upper = frequencyAt(axis, axis.rows - row);
      const lower = frequencyAt(axis, axis.rows - row - 1);
      for (let column = 0; column < this.columns; column++)
        levels[row * this.columns + column] = this.#level(column, lower, upper);
    }
    return levels;
  }

  /** The loudest bin between two frequencies, so that no sine is lost; between two bins if none lies there. */
  #level(column: number, lower: number, upper: number): number {
    const perBin = this.#options.sampleRate / this.#options.windowFrames;
    const [first, last] = [Math.ceil(lower / perBin), Math.floor(upper / perBin)];
    if (first > this.#bins - 1) return Number.NaN;
    const at = column * this.#bins;
    let power = 0;
    for (let bin = first; bin <= Math.min(last, this.#bins - 1); bin++)
      power = Math.max(power, this.#powers[at + bin] ?? 0);
    if (first > last) {
      const share = (lower + upper) / (2 * perBin) - last;
      power = (this.#powers[at + last] ?? 0) * (1 - share) + (this.#powers[at + first] ?? 0) * share;
    }
    return 10 * Math.log10(power / Math.max(1, this.#windowsIn[column] ?? 0));
  }
}

/** Lower edge of a row, counted from the lowest. */
function frequencyAt({ rows, minimum, maximum, logarithmic }: FrequencyAxis, row: number): number {
  const share = row / rows;
  return logarithmic ? minimum * (maximum / minimum) ** share : minimum + (maximum - minimum) * share;
}
