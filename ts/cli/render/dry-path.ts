// SPDX-License-Identifier: BSD-2-Clause
/** The output of a bypassed plugin: its input, delayed by the plugin's latency, so that the rest of the chain stays in time. */

type Planes = readonly Float32Array[];

interface Range {
  /** Frames; to is exclusive. */
  from: number;
  to: number;
}

export class DryPath {
  readonly #ranges: readonly Range[];
  readonly #block: number;
  /** The last frames of each input, as many as the latency; made when that is known. */
  #past: Float32Array[] = [];
  #latency = -1;

  /** @param ranges in the time of the plugin's input: at its output they come later by the latency. */
  constructor(ranges: readonly Range[], block: number) {
    this.#ranges = ranges;
    this.#block = block;
  }

  /** Behind the plugin: put its input in the place of its output where it is bypassed. latency: the plugin's, in frames. */
  process(inputs: Planes, outputs: Planes, position: number, latency: number): void {
    if (latency !== this.#latency) {
      this.#latency = latency;
      this.#past = inputs.map(() => new Float32Array(latency));
    }
    for (const { from, to } of this.#ranges)
      this.#replace(inputs, outputs, from + latency - position, to + latency - position);
    for (const [channel, input] of inputs.entries()) remember(input, this.#past[channel] as Float32Array);
  }

  /** from, to: frames of this block, which may lie outside. */
  #replace(inputs: Planes, outputs: Planes, from: number, to: number): void {
    const [start, end] = [Math.max(from, 0), Math.min(to, this.#block)];
    for (const [channel, output] of outputs.entries()) {
      // With more outputs than inputs, the last channel goes to all further ones.
      const source = Math.min(channel, inputs.length - 1);
      const [input, past] = [inputs[source], this.#past[source]];
      for (let i = start; i < end; i++) output[i] = (i < this.#latency ? past?.[i] : input?.[i - this.#latency]) ?? 0;
    }
  }
}

/** The end of past and input together, as long as past. */
function remember(input: Float32Array, past: Float32Array): void {
  const kept = Math.max(0, past.length - input.length);
  past.copyWithin(0, past.length - kept);
  past.set(input.subarray(Math.max(0, input.length - past.length)), kept);
}
