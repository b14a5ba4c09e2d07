// SPDX-License-Identifier: BSD-2-Clause
/** The sound for one plugin's side chain, block by block, in time with the sound that is rendered. */
import { invalid } from './errors.ts';
import { Blocks } from './reblock.ts';
import type { SideChain, SoundSource } from './render-types.ts';
import type { Planes } from './types.ts';

/** A plugin, as far as it is needed here. */
interface Plugin {
  readonly name: string;
  readonly maxFrames: number;
  sideChainInputs(): Promise<readonly number[]>;
}

/** The same sound, so many frames later. */
async function* delayed(source: SoundSource, frames: number): AsyncGenerator<Planes> {
  let isFirst = true;
  for await (const piece of source) {
    if (isFirst && frames > 0) yield piece.map(() => new Float32Array(frames));
    isFirst = false;
    yield piece;
  }
}

export class SideChainInput {
  readonly #source: SoundSource;
  readonly #frames: number;
  readonly #inputs: readonly number[];
  #blocks: AsyncGenerator<Float32Array[], never> | undefined;
  #planes: readonly Float32Array[] = [];

  private constructor(source: SoundSource, frames: number, inputs: readonly number[]) {
    this.#source = source;
    this.#frames = frames;
    this.#inputs = inputs;
  }

  /** @param given for this plugin: one at most. @throws PluginHostError INVALID_ARGUMENT if it has no side chain */
  static async open(plugin: Plugin, given: readonly SideChain[]): Promise<SideChainInput | undefined> {
    const [only] = given;
    if (only === undefined) return undefined;
    if (given.length > 1) invalid(`${plugin.name} is given ${given.length} side chains; it has one`);
    const inputs = await plugin.sideChainInputs();
    if (inputs.length === 0) invalid(`${plugin.name} has no side chain`);
    return new SideChainInput(only.source, plugin.maxFrames, inputs);
  }

  /** Before the first block. late: frames by which the plugin's main input is behind the sound. */
  begin(late: number): void {
    this.#blocks = new Blocks(delayed(this.#source, late), this.#frames).read();
  }

  async next(): Promise<void> {
    this.#planes = (await this.#blocks?.next())?.value ?? [];
  }

  /** Its sound for an input; undefined if that input is not part of the side chain. */
  plane(input: number): Float32Array | undefined {
    const channel = this.#inputs.indexOf(input);
    return channel < 0 ? undefined : this.#planes[channel % this.#planes.length];
  }

  async close(): Promise<void> {
    // The generator never returns a value of its own.
    await this.#blocks?.return(undefined as never);
  }
}
