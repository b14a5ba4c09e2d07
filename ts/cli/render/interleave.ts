// SPDX-License-Identifier: BSD-2-Clause
/** Between planes, a channel each, and files, where the channels of a frame lie side by side. */
import type { SoundSource } from '../sound-resample.ts';

/** Frames that are read from a file at a time. */
const PIECE_FRAMES = 65_536;

/** What goes in: the file, then silence. */
export class Source {
  readonly #reader: SoundSource | undefined;
  readonly #block: number;
  readonly #piece: Float32Array;
  /** Frames of the piece that are there, and that were given out. */
  #frames = 0;
  #at = 0;

  constructor(reader: SoundSource | undefined, block: number) {
    this.#reader = reader;
    this.#block = block;
    // Whole blocks, so that none is put together from two pieces.
    const frames = Math.max(1, Math.floor(PIECE_FRAMES / block)) * block;
    this.#piece = new Float32Array(frames * (reader?.channels ?? 0));
  }

  /** The next block. @throws CommandError if the file is damaged. */
  fill(planes: readonly Float32Array[]): void {
    if (this.#reader === undefined) return;
    if (this.#at >= this.#frames) {
      this.#frames = this.#reader.read(this.#piece);
      this.#at = 0;
    }
    const frames = Math.min(this.#block, this.#frames - this.#at);
    const channels = planes.length;
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes[channel] as Float32Array;
      let from = this.#at * channels + channel;
      for (let i = 0; i < frames; i++, from += channels) plane[i] = this.#piece[from] as number;
      plane.fill(0, frames);
    }
    this.#at += frames;
  }
}

/** What is measured of the output. */
export class Loudness {
  /** The largest absolute value. */
  peak = 0;
  /** Frame of the output with the first NaN or infinite sample. */
  brokenAt: number | undefined;
  /** Frames that have been interleaved. */
  frames = 0;
}

/** The first of the frames from..to with a sample that is NaN or infinite. */
function firstBroken(planes: readonly Float32Array[], from: number, to: number): number {
  for (let i = from; i < to; i++) if (planes.some((plane) => !Number.isFinite(plane[i]))) return i;
  return to;
}

/** Frames from..to of the planes, to the beginning of samples. */
export function interleave(
  planes: readonly Float32Array[],
  from: number,
  to: number,
  samples: Float32Array,
  loudness: Loudness,
): void {
  const channels = planes.length;
  let { peak } = loudness;
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    const plane = planes[channel] as Float32Array;
    for (let i = from, at = channel; i < to; i++, at += channels) {
      const value = plane[i] as number;
      const size = value < 0 ? -value : value;
      if (size > peak) peak = size;
      sum += size;
      samples[at] = value;
    }
  }
  loudness.peak = peak;
  if (!Number.isFinite(sum)) loudness.brokenAt ??= loudness.frames + firstBroken(planes, from, to) - from;
  loudness.frames += to - from;
}
