// SPDX-License-Identifier: BSD-2-Clause
/** A part of the render: plugins one behind the other, and the music that they play. Parts sound together. */
import type { ProcessAsyncOptions, Transport } from '../../client/types.ts';
import { CommandError } from '../command.ts';
import { type BlockPlanes, type FoundLink, Link, type LinkOptions } from './link.ts';
import { MidiCable } from './midi-cable.ts';
import type { Music } from './music.ts';

export interface PartOptions {
  links: LinkOptions;
  music: Music;
  /** It is given a MIDI file, and has to take it. */
  mustPlay: boolean;
  /** It is one of several. */
  isOneOfSeveral: boolean;
}

export class Part {
  readonly #links: Link[] = [];
  readonly #options: PartOptions;
  /** For each plugin: where its MIDI comes from, if not from the file, and where it goes. */
  readonly #from: (MidiCable | undefined)[] = [];
  #first = -1;
  readonly #transports: Transport[] = [];

  private constructor(options: PartOptions) {
    this.#options = options;
  }

  /** @throws CommandError, PluginHostError; then no process is left. */
  static async open(
    found: readonly FoundLink[],
    inputs: BlockPlanes,
    options: PartOptions,
    signal: AbortSignal,
  ): Promise<Part> {
    const part = new Part(options);
    let heard = inputs;
    try {
      for (const [index, one] of found.entries()) {
        const mayIgnoreInput = index === 0 && options.isOneOfSeveral;
        const link = await Link.open(one, heard, { ...options.links, mayIgnoreInput }, signal);
        part.#links.push(link);
        heard = link.outputs;
      }
      part.#connect();
      return part;
    } catch (error) {
      await part.close();
      throw error;
    }
  }

  /** The file's MIDI goes to the first plugin that takes some, and what that sends to the next, and so on. */
  #connect(): void {
    let cable: MidiCable | undefined;
    this.#first = this.#links.findIndex(({ takesMidi }) => takesMidi);
    for (const [index, link] of this.#links.entries()) {
      this.#from[index] = link.takesMidi ? cable : undefined;
      if (link.takesMidi) cable = undefined;
      if (link.sendsMidi) cable = link.connect(new MidiCable());
    }
    const [first] = this.#links;
    if (this.#options.mustPlay && this.#first < 0)
      throw new CommandError(`${first?.name} has no MIDI input, so --midi is of no use to it`);
    const last = this.#links.at(-1);
    if (last?.outputs[0]?.length === 0)
      throw new CommandError(`${last.name} has no audio outputs, so there is nothing to render`);
  }

  get outputs(): BlockPlanes {
    return this.#links.at(-1)?.outputs ?? [[], []];
  }

  get depth(): number {
    return this.#links.length;
  }

  get latency(): number {
    return this.#links.reduce((sum, { latency }) => sum + latency, 0);
  }

  get needsRealTime(): boolean {
    return this.#links.some(({ needsRealTime }) => needsRealTime);
  }

  /** One process does it all. */
  get isOneProcess(): boolean {
    return this.depth === 1 && this.#links[0]?.isOneProcess === true;
  }

  /** Each plugin runs its block: the first one block `number`, which may be below 0: then it has not begun. */
  step(number: number, own: Pick<ProcessAsyncOptions, 'meanwhile' | 'blockingMs'>): Promise<void>[] {
    if (number >= 0)
      this.#transports[number % this.depth] = {
        ...this.#options.music.transportAt(number * this.#options.links.block),
      };
    return this.#links.map((link, index) => this.#run(link, index, number - index, index === 0 ? own : {}));
  }

  async #run(link: Link, index: number, block: number, own: ProcessAsyncOptions): Promise<void> {
    if (block < 0) return;
    const upstream = this.#links.slice(0, index).reduce((sum, { latency }) => sum + latency, 0);
    if (block === 0) link.begin(upstream);
    await link.process(block, this.#transports[block % this.depth] as Transport, {
      ...own,
      ...this.#eventsOf(link, index, block),
    });
  }

  #eventsOf(link: Link, index: number, block: number): ProcessAsyncOptions {
    const { music, links } = this.#options;
    const position = block * links.block;
    if (index === this.#first) return { events: music.eventsAt(position - link.upstream, links.block) };
    const cable = this.#from[index];
    return cable === undefined ? {} : { events: cable.take(position, links.block, link.midiInputs) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}
