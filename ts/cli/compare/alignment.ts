// SPDX-License-Identifier: BSD-2-Clause
/** What comes out of two plugins, brought to the same moment: each one's latency is taken off, and what is ahead waits. */

/** Samples of several channels, first in, first out. */
class Queue {
  #planes: Float32Array[];
  #length = 0;

  constructor(channels: number) {
    this.#planes = Array.from({ length: channels }, () => new Float32Array(0));
  }

  get length(): number {
    return this.#length;
  }

  /** Frames from..to of the planes. */
  push(planes: readonly Float32Array[], from: number, to: number): void {
    const length = this.#length + to - from;
    for (const [channel, plane] of planes.entries()) {
      let own = this.#planes[channel] ?? new Float32Array(0);
      if (own.length < length) {
        const larger = new Float32Array(2 * length);
        larger.set(own.subarray(0, this.#length));
        this.#planes[channel] = own = larger;
      }
      own.set(plane.subarray(from, to), this.#length);
    }
    this.#length = length;
  }

  /** The oldest frames. The views hold until the next call of drop or push. */
  peek(frames: number): Float32Array[] {
    return this.#planes.map((plane) => plane.subarray(0, frames));
  }

  drop(frames: number): void {
    for (const plane of this.#planes) plane.copyWithin(0, frames, this.#length);
    this.#length -= frames;
  }
}

/** One plugin's output. */
class Side {
  readonly queue: Queue;
  #toDrop: number;

  constructor(channels: number, latency: number) {
    this.queue = new Queue(channels);
    this.#toDrop = latency;
  }

  push(planes: readonly Float32Array[], frames: number): void {
    const dropped = Math.min(this.#toDrop, frames);
    this.#toDrop -= dropped;
    this.queue.push(planes, dropped, frames);
  }
}

export class Alignment {
  readonly #a: Side;
  readonly #b: Side;

  /** Latencies in frames. */
  constructor(channels: number, latencyA: number, latencyB: number) {
    this.#a = new Side(channels, latencyA);
    this.#b = new Side(channels, latencyB);
  }

  /** The next block of both, then whatever is there of the same moment: see(a, b, frames), views that hold during the call. */
  push(
    a: readonly Float32Array[],
    b: readonly Float32Array[],
    frames: number,
    see: (a: Float32Array[], b: Float32Array[], frames: number) => void,
  ): void {
    this.#a.push(a, frames);
    this.#b.push(b, frames);
    const [one, other] = [this.#a.queue, this.#b.queue];
    const common = Math.min(one.length, other.length);
    if (common === 0) return;
    see(one.peek(common), other.peek(common), common);
    one.drop(common);
    other.drop(common);
  }
}
