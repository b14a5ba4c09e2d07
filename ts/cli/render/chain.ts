// SPDX-License-Identifier: BSD-2-Clause
/**
 * The plugins of a render. They work side by side, each on the block behind that of the one before: on two cores a chain takes little
 * longer than its slowest plugin. Of several parts the shorter ones begin later, so that all come out with the same block.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MidiCable } from '../../client/midi-cable.ts';
import type { MidiScore } from '../midi-file.ts';
import { Delay } from './delay.ts';
import { type BlockPlanes, blockPlanes, type FoundLink, type LinkOptions, planesOf } from './link.ts';
import { Music } from './music.ts';
import { Part } from './part.ts';

/** Ctrl-C takes effect that much later, at most. */
const BLOCKING_MS = 40;

export interface FoundPart {
  links: readonly FoundLink[];
  /** What it plays. */
  score: MidiScore | undefined;
  /** It has something to play: then it must sound. */
  mustPlay: boolean;
}

export interface ChainOptions extends LinkOptions {
  /** Beats per minute, where no score has one. */
  tempo: number;
  /** MIDI comes out, not sound. */
  isMidiWanted: boolean;
}

/** What one part sends. */
export interface MidiOfPart {
  /** The plugin's. */
  name: string;
  cable: MidiCable;
  /** Frames by which it is late. */
  latency: number;
}

export class Chain {
  readonly #parts: Part[] = [];
  readonly #inputs: BlockPlanes;
  readonly #block: number;
  readonly #sampleRate: number;
  readonly #depth: number;
  #startedMs: number | undefined;
  #latency: number | undefined;
  /** Of several parts: their sum, and by how much each is delayed for it. */
  #mix: BlockPlanes = [];
  #delays: Delay[] = [];

  private constructor(parts: readonly FoundPart[], channels: number, { block, sampleRate }: LinkOptions) {
    this.#block = block;
    this.#sampleRate = sampleRate;
    this.#depth = Math.max(...parts.map(({ links }) => links.length));
    this.#inputs = blockPlanes(channels, block, parts.length > 1 ? this.#depth + 1 : 2);
  }

  /** @param channels that go in. @throws CommandError, PluginHostError; then no process is left. */
  static async open(
    found: readonly FoundPart[],
    channels: number,
    options: ChainOptions,
    signal: AbortSignal,
  ): Promise<Chain> {
    const chain = new Chain(found, channels, options);
    const isOneOfSeveral = found.length > 1;
    try {
      for (const { links, score, mustPlay } of found) {
        const music = new Music(score ?? found[0]?.score, options.sampleRate, options.tempo);
        const plays = { music, mustPlay: score !== undefined && mustPlay };
        const own = { links: options, ...plays, isOneOfSeveral, isMidiWanted: options.isMidiWanted };
        chain.#parts.push(await Part.open(links, chain.#inputs, own, signal));
      }
      if (isOneOfSeveral) {
        const widest = Math.max(...chain.#parts.map(({ outputs }) => outputs[0]?.length ?? 0));
        chain.#mix = blockPlanes(widest, options.block, 2);
      }
      return chain;
    } catch (error) {
      await chain.close();
      throw error;
    }
  }

  /** Input of the first plugins; to be filled in before `step`. */
  inputsOf(block: number): readonly Float32Array[] {
    return planesOf(this.#inputs, block);
  }

  /** What comes out. */
  outputsOf(block: number): readonly Float32Array[] {
    const [only, ...others] = this.#parts;
    return planesOf(others.length > 0 ? this.#mix : (only?.outputs ?? [[], []]), block);
  }

  /** What is sent, part after part; none if sound is wanted. */
  get midi(): readonly MidiOfPart[] {
    return this.#parts.flatMap(({ midi, midiLatency: latency }) => (midi === undefined ? [] : [{ ...midi, latency }]));
  }

  /** Steps that a block takes: it comes out of step number block + depth - 1. */
  get depth(): number {
    return this.#depth;
  }

  /** Frames by which the output is later than the input, as it was after the first block. */
  get latency(): number {
    return this.#latency ?? 0;
  }

  /** The same as it is now. */
  get latencyNow(): number {
    return Math.max(...this.#parts.map(({ latency }) => latency));
  }

  /**
   * Each plugin runs its block: the first of the longest part block `number`.
   * @param meanwhile called while they do. What it throws comes out.
   * @throws CommandError if a plugin fails.
   */
  async step(number: number, meanwhile: () => void): Promise<void> {
    if (this.#parts.some(({ needsRealTime }) => needsRealTime)) await this.#waitFor(number * this.#block);
    // Where there is but one process, none has to wait for another, and the event loop's turns can be saved.
    const isAlone = this.#parts.length === 1 && this.#parts[0]?.isOneProcess === true;
    const own = isAlone ? { meanwhile, blockingMs: BLOCKING_MS } : {};
    const steps = this.#parts.flatMap((part) => part.step(number - (this.#depth - part.depth), own));
    if (!isAlone) steps.push(Promise.resolve().then(meanwhile)); // when all blocks are on their way
    await Promise.all(steps);
    const out = number - this.#depth + 1;
    if (out === 0) this.#latency = this.latencyNow;
    if (this.#parts.length > 1 && out >= 0) this.#sum(out);
  }

  /** Part after part, each in time with that of the longest latency; mono goes to all channels. */
  #sum(block: number): void {
    if (block === 0)
      this.#delays = this.#parts.map(
        ({ outputs, latency }) => new Delay(outputs[0]?.length ?? 0, this.latency - latency),
      );
    const mix = planesOf(this.#mix, block);
    for (const plane of mix) plane.fill(0);
    for (const [index, part] of this.#parts.entries()) {
      const outputs = planesOf(part.outputs, block);
      this.#delays[index]?.process(outputs);
      for (const [channel, plane] of mix.entries()) {
        const heard = outputs.length === 1 ? outputs[0] : outputs[channel];
        if (heard !== undefined) for (let i = 0; i < plane.length; i++) plane[i] = (plane[i] ?? 0) + (heard[i] ?? 0);
      }
    }
  }

  /** Until so many frames can have been heard: a plugin demands real time. */
  async #waitFor(position: number): Promise<void> {
    this.#startedMs ??= performance.now();
    const ms = this.#startedMs + (position / this.#sampleRate) * 1000 - performance.now();
    if (ms > 0) await sleep(ms);
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.close()));
  }
}
