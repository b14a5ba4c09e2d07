/**
 * The plugins of a render. They work side by side, each on the block behind that of the one before: on two cores a chain takes little
 * longer than its slowest plugin.
 */
import type { BlockEvent, Transport } from '../../client/types.ts';
import { CommandError } from '../command.ts';
import { type DoublePlanes, doublePlanes, type FoundLink, Link, type LinkOptions, planesOf } from './link.ts';
import type { Music } from './music.ts';

const nothing: readonly BlockEvent[] = [];

export class Chain {
  readonly #links: Link[] = [];
  readonly #inputs: DoublePlanes;
  readonly #block: number;
  /** Of the blocks that are under way; block n is at n modulo their number. */
  readonly #transports: Transport[] = [];
  #latency: number | undefined;

  private constructor(channels: number, block: number) {
    this.#block = block;
    this.#inputs = doublePlanes(channels, block);
  }

  /** @param channels that go in. @throws CommandError, PluginHostError; then no process is left. */
  static async open(
    found: readonly FoundLink[],
    channels: number,
    options: LinkOptions,
    signal: AbortSignal,
  ): Promise<Chain> {
    const chain = new Chain(channels, options.block);
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
    if (first?.takesMidi !== true)
      throw new CommandError(`${first?.name} has no MIDI input, so --midi is of no use to it`);
  }

  /** Each plugin runs its block: the first one block `number`. @throws CommandError if one fails. */
  async step(number: number, music: Music): Promise<void> {
    const position = number * this.#block;
    this.#transports[number % this.depth] = { ...music.transportAt(position) };
    const events = music.eventsAt(position, this.#block);
    const steps = this.#links.map((link, index) =>
      this.#run(link, index, number - index, index === 0 ? events : nothing),
    );
    await Promise.all(steps);
    if (number === this.depth - 1) this.#latency = this.latencyNow;
  }

  async #run(link: Link, index: number, block: number, events: readonly BlockEvent[]): Promise<void> {
    if (block < 0) return;
    if (block === 0) link.begin(this.#links.slice(0, index).reduce((sum, { latency }) => sum + latency, 0));
    await link.process(block, this.#transports[block % this.depth] as Transport, events);
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}
