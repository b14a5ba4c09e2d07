// SPDX-License-Identifier: BSD-2-Clause
/** A sound file for a plugin's side chain, in time with its main inputs. */
import type { Context } from '../command.ts';
import type { SoundReader } from '../sound-file.ts';
import { openSound } from '../sound-input.ts';
import { Resampled } from '../sound-resample.ts';
import { Delay } from './delay.ts';
import { Source } from './interleave.ts';

type Planes = Float32Array[];

export class SideChain {
  readonly planes: Planes;
  readonly #reader: SoundReader;
  readonly #resampled: Resampled | undefined;
  readonly #source: Source;
  #delay: Delay | undefined;

  private constructor(reader: SoundReader, resampled: Resampled | undefined, block: number) {
    this.#reader = reader;
    this.#resampled = resampled;
    this.#source = new Source(resampled ?? reader, block);
    this.planes = Array.from({ length: reader.channels }, () => new Float32Array(block));
  }

  /** @throws CommandError if it is not a sound file. */
  static async open(
    path: string,
    sampleRate: number,
    block: number,
    context: Pick<Context, 'folder' | 'signal'>,
  ): Promise<SideChain> {
    const reader = await openSound(path, context);
    const isOther = reader.sampleRate !== sampleRate;
    return new SideChain(reader, isOther ? new Resampled(reader, sampleRate, context.folder) : undefined, block);
  }

  /** What people should know of it, each the end of a sentence. */
  get warnings(): readonly string[] {
    return this.#reader.warnings;
  }

  /** Before the first block. frames: by which the plugins before delay the main signal. */
  begin(frames: number): void {
    this.#delay = new Delay(this.planes.length, frames);
  }

  /** Read the next block into the planes. */
  next(): void {
    this.#source.fill(this.planes);
    this.#delay?.process(this.planes);
  }

  close(): void {
    this.#resampled?.close();
    this.#reader.close();
  }
}
