/**
 * The plugins of a render. They work side by side, each on the block behind that of the one before: on two cores a chain takes little
 * longer than its slowest plugin.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessAsyncOptions, Transport } from '../../client/types.ts';
import { CommandError } from '../command.ts';
import { type DoublePlanes, doublePlanes, type FoundLink, Link, type LinkOptions, planesOf } from './link.ts';
import type { Music } from './music.ts';

/** Ctrl-C is heard that much later, at most. */
const blockingMs = 40;

export class Chain {
  readonly #links: Link[] = [];
  readonly #inputs: DoublePlanes;
  readonly #block: number;
  readonly #sampleRate: number;
  #startedMs: number | undefined;
  /** Of the blocks that are under way; block n is at n modulo their number. */
  readonly #transports: Transport[] = [];
  #latency: number | undefined;

  private constructor(channels: number, { block, sampleRate }: LinkOptions) {
    this.#block = block;
    this.#sampleRate = sampleRate;
    this.#inputs = doublePlanes(channels, block);
  }

  /** @param channels that go in. @throws CommandError, PluginHostError; then no process is left. */
  static async open(
    found: readonly FoundLink[],
    channels: number,
    options: LinkOptions,
    signal: AbortSignal,
  ): Promise<Chain> {
    const chain = new Chain(channels, options);
    let heard = chain.#inputs;
    try {
      for (const one of found) {
        const link = await Link.open(one, heard, options, signal);
        chain.#links.push(link);
        heard = link.outputs;
      }
      return chain;
    } catch (error) {
      await chain.close();
      throw error;
    }
  }

  /** What the first plugin hears; to be filled in before `step`. */
  inputsOf(block: number): readonly Float32Array[] {
    return planesOf(this.#inputs, block);
  }

  /** What the last plugin has put out. */
  outputsOf(block: number): readonly Float32Array[] {
    return planesOf(this.#links.at(-1)?.outputs ?? [[], []], block);
  }

  /** Steps that a block takes: it comes out of step number block + depth - 1. */
  get depth(): number {
    return this.#links.length;
  }

  /** Frames by which the output is later than the input, as it was after the first block. */
  get latency(): number {
    return this.#latency ?? 0;
  }

  /** The same as it is now. */
  get latencyNow(): number {
    return this.#links.reduce((sum, { latency }) => sum + latency, 0);
  }

  /** @throws CommandError if the first plugin takes no MIDI. */
  assertTakesMidi(): void {
    const [first] = this.#links;
    if (first?.takesMidi !== true) throw new CommandError(`${first?.name} has no MIDI input, so it cannot play --midi`);
  }

  /**
   * Each plugin runs its block: the first one block `number`.
   * @param meanwhile called while they do. What it throws comes out.
   * @throws CommandError if a plugin fails.
   */
  async step(number: number, music: Music, meanwhile: () => void): Promise<void> {
    const position = number * this.#block;
    if (this.#links.some(({ needsRealTime }) => needsRealTime)) await this.#waitFor(position);
    this.#transports[number % this.depth] = { ...music.transportAt(position) };
    const events = music.eventsAt(position, this.#block);
    // Where there is but one process, none has to wait for another, and the event loop's turns can be saved.
    const isAlone = this.depth === 1 && this.#links[0]?.isOneProcess === true;
    const first = isAlone ? { events, meanwhile, blockingMs } : { events };
    const steps = this.#links.map((link, index) => this.#run(link, index, number - index, index === 0 ? first : {}));
    if (!isAlone) steps.push(Promise.resolve().then(meanwhile)); // when all blocks are on their way
    await Promise.all(steps);
    if (number === this.depth - 1) this.#latency = this.latencyNow;
  }

  /** Until so many frames can have been heard: a plugin demands real time. */
  async #waitFor(position: number): Promise<void> {
    this.#startedMs ??= performance.now();
    const ms = this.#startedMs + (position / this.#sampleRate) * 1000 - performance.now();
    if (ms > 0) await sleep(ms);
  }

  async #run(link: Link, index: number, block: number, options: ProcessAsyncOptions): Promise<void> {
    if (block < 0) return;
    if (block === 0) link.begin(this.#links.slice(0, index).reduce((sum, { latency }) => sum + latency, 0));
    await link.process(block, this.#transports[block % this.depth] as Transport, options);
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}
