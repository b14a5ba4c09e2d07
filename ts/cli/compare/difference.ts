// SPDX-License-Identifier: BSD-2-Clause
/** How far two sounds are apart, sample by sample. */

export interface Place {
  /** From 0 on. */
  frame: number;
  channel: number;
}

export class DifferenceMeter {
  /** Largest distance of two samples; infinite if only one of them is a number, or they are different infinities. */
  largest = 0;
  largestAt: Place | undefined;
  /** Where the distance exceeds the tolerance for the first time: the earliest frame, then the lowest channel. */
  first: Place | undefined;
  /** Samples (frames times channels) farther apart than the tolerance. */
  count = 0;
  /** Samples of either that are NaN or infinite. */
  notFinite = { a: 0, b: 0 };
  /** Largest absolute value of either. */
  peaks = { a: 0, b: 0 };
  readonly #tolerance: number;
  #frame = 0;
  #squares = 0;
  #samples = 0;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** The next frames of both, and where the distances (a minus b) go. */
  add(
    a: readonly Float32Array[],
    b: readonly Float32Array[],
    distances: readonly Float32Array[],
    frames: number,
  ): void {
    for (const [channel, plane] of distances.entries()) {
      const [one, other] = [a[channel], b[channel]];
      if (one === undefined || other === undefined) continue;
      this.#look('a', one, frames);
      this.#look('b', other, frames);
      for (let i = 0; i < frames; i++) {
        const distance = distanceOf(one[i] ?? 0, other[i] ?? 0);
        plane[i] = distance;
        if (distance !== 0) this.#note(Math.abs(distance), this.#frame + i, channel);
      }
      this.#samples += frames;
    }
    this.#frame += frames;
  }

  #look(side: 'a' | 'b', plane: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const size = Math.abs(plane[i] ?? 0);
      if (!Number.isFinite(size)) this.notFinite[side]++;
      else if (size > this.peaks[side]) this.peaks[side] = size;
    }
  }

  /** Neither put out anything above the tolerance: nothing was compared. Reverbs add a little noise to silence. */
  get isSilent(): boolean {
    const { peaks, notFinite } = this;
    return Math.max(peaks.a, peaks.b) <= this.#tolerance && notFinite.a === 0 && notFinite.b === 0;
  }

  #note(distance: number, frame: number, channel: number): void {
    this.#squares += distance * distance;
    if (distance > this.largest) {
      this.largest = distance;
      this.largestAt = { frame, channel };
    }
    if (!(distance > this.#tolerance)) return;
    this.count++;
    if (this.first === undefined || frame < this.first.frame) this.first = { frame, channel };
  }

  /** Root of the mean square of all distances. */
  get rms(): number {
    return Math.sqrt(this.#squares / Math.max(1, this.#samples));
  }
}

function distanceOf(one: number, other: number): number {
  const distance = one - other;
  if (Number.isFinite(distance)) return distance;
  // NaN equals NaN here, and an infinity itself.
  return Object.is(one, other) ? 0 : Number.POSITIVE_INFINITY;
}
