// SPDX-License-Identifier: BSD-2-Clause
/** A sound as lowest and highest sample per column of a picture: a fixed size for any length. */

/** Enough for a picture as wide as a screen. */
export const COLUMNS_MAX = 1000;

export class Waveform {
  /** Lowest and highest sample of all channels, per column. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Samples that are not finite numbers; they are in no column. */
  notFinite = 0;
  readonly #frames: number;
  #frame = 0;

  /** frames: of the whole sound, 1 or more. */
  constructor(frames: number) {
    this.#frames = frames;
    const columns = Math.min(COLUMNS_MAX, frames);
    this.low = new Float32Array(columns).fill(Number.POSITIVE_INFINITY);
    this.high = new Float32Array(columns).fill(Number.NEGATIVE_INFINITY);
  }

  get columns(): number {
    return this.low.length;
  }

  /** The next frames, one plane per channel. What exceeds the announced length is dropped. */
  add(planes: readonly Float32Array[], frames: number): void {
    const count = Math.min(frames, this.#frames - this.#frame);
    const end = this.#frame + count;
    let from = this.#frame;
    while (from < end) {
      const column = Math.floor((from * this.columns) / this.#frames);
      const to = Math.min(end, Math.ceil(((column + 1) * this.#frames) / this.columns));
      for (const plane of planes) this.#addToColumn(column, plane, from - this.#frame, to - this.#frame);
      from = to;
    }
    this.#frame = end;
  }

  #addToColumn(column: number, plane: Float32Array, from: number, to: number): void {
    let [low, high] = [this.low[column] ?? 0, this.high[column] ?? 0];
    for (let i = from; i < to; i++) {
      const sample = plane[i] ?? 0;
      if (!Number.isFinite(sample)) {
        this.notFinite++;
        continue;
      }
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    this.low[column] = low;
    this.high[column] = high;
  }

  /** Largest distance from zero, of the columns that have been reached. */
  get peak(): number {
    let peak = 0;
    for (let column = 0; column < this.columns; column++) peak = Math.max(peak, this.peakOf(column));
    return peak;
  }

  /** The same of one column; 0 if nothing is in it. */
  peakOf(column: number): number {
    const [low, high] = [this.low[column] ?? 0, this.high[column] ?? 0];
    return low > high ? 0 : Math.max(-low, high);
  }
}
