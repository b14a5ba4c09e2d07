// SPDX-License-Identifier: BSD-2-Clause
/** A part of the render: plugins one behind the other, and the music that they play. Parts sound together. */
import { MidiCable, midiWires } from '../../client/midi-cable.ts';
import type { ProcessAsyncOptions, Transport } from '../../client/types.ts';
import { CommandError } from '../command.ts';
import { type BlockPlanes, type FoundLink, Link, type LinkOptions } from './link.ts';
import type { Music } from './music.ts';

export interface PartOptions {
  links: LinkOptions;
  music: Music;
  /** It is given a MIDI file, and has to take it. */
  mustPlay: boolean;
  /** It is one of several. */
  isOneOfSeveral: boolean;
  /** What is wanted of it is MIDI, not sound. */
  isMidiWanted: boolean;
}

/** What comes out as MIDI. */
export interface SentMidi {
  /** The plugin that sends it, and its place in the part. */
  name: string;
  sender: number;
  cable: MidiCable;
}

export class Part {
  readonly #links: Link[] = [];
  readonly #options: PartOptions;
  /** For each plugin: what it plays, if not the file, and the place of the plugin that sends it. */
  #from: ({ cable: MidiCable; sender: number } | undefined)[] = [];
  #first = -1;
  midi: SentMidi | undefined;
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
    const { first: player, senders, last } = midiWires(this.#links.map(({ ports }) => ports));
    this.#first = player;
    this.#from = senders.map((sender) => {
      const cable = this.#links[sender ?? -1]?.connect(new MidiCable());
      return cable && { cable, sender: sender ?? -1 };
    });
    const sender = this.#links[last ?? -1];
    const [first] = this.#links;
    if (this.#options.mustPlay && this.#first < 0)
      throw new CommandError(`${first?.name} has no MIDI input for --midi`);
    if (this.#options.isMidiWanted) this.#record(sender);
    else if (this.#links.at(-1)?.outputs[0]?.length === 0) this.#refuse(sender);
  }

  #record(sender: Link | undefined): void {
    if (sender === undefined)
      throw new CommandError(`${this.#links.at(-1)?.name} sends no MIDI, so no MIDI file can be made of it`);
    this.midi = { name: sender.name, cable: sender.connect(new MidiCable()), sender: this.#links.indexOf(sender) };
  }

  #refuse(sender: Link | undefined): never {
    const hint = sender === undefined ? '' : '; its MIDI can be written: name an output that ends with .mid';
    throw new CommandError(`${this.#links.at(-1)?.name} has no audio outputs, so there is nothing to render${hint}`);
  }

  /** Frames by which the MIDI that comes out is late. */
  get midiLatency(): number {
    return this.#latencyOf((this.midi?.sender ?? -1) + 1);
  }

  /** Of the first so many plugins. */
  #latencyOf(count: number): number {
    return this.#links.slice(0, count).reduce((sum, { latency }) => sum + latency, 0);
  }

  get outputs(): BlockPlanes {
    return this.#links.at(-1)?.outputs ?? [[], []];
  }

  get depth(): number {
    return this.#links.length;
  }

  get latency(): number {
    return this.#latencyOf(this.depth);
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
    if (block === 0) link.begin(this.#latencyOf(index));
    await link.process(block, this.#transports[block % this.depth] as Transport, {
      ...own,
      ...this.#eventsOf(link, index, block),
    });
  }

  #eventsOf(link: Link, index: number, block: number): ProcessAsyncOptions {
    const { music, links } = this.#options;
    const position = block * links.block;
    if (index === this.#first) return { events: music.eventsAt(position - link.upstream, links.block) };
    const from = this.#from[index];
    if (from === undefined) return {};
    // Plugins between the two may delay the sound.
    const between = link.upstream - this.#latencyOf(from.sender + 1);
    return { events: from.cable.take(position - between, links.block, link.ports.midiInputs) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }
}
