// SPDX-License-Identifier: BSD-2-Clause
/** Sound that comes later by a number of frames. */
export class Delay {
  readonly #past: readonly Float32Array[];
  readonly #frames: number;
  #at = 0;

  constructor(channels: number, frames: number) {
    this.#frames = frames;
    this.#past = Array.from({ length: channels }, () => new Float32Array(frames));
  }

  /** A block, in place. */
  process(planes: readonly Float32Array[]): void {
    if (this.#frames === 0) return;
    let end = this.#at;
    for (const [channel, past] of this.#past.entries()) {
      const plane = planes[channel] as Float32Array;
      end = this.#at;
      for (let i = 0; i < plane.length; i++) {
        const now = plane[i] as number;
        plane[i] = past[end] as number;
        past[end] = now;
        end = (end + 1) % this.#frames;
      }
    }
    this.#at = end;
  }
}
