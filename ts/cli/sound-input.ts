// SPDX-License-Identifier: BSD-2-Clause
/** Sound that comes in pieces, a plane per channel. */
import { basename } from 'node:path';
import type { Context } from './command.ts';
import { SoundReader } from './sound-file.ts';
import { isStream, takeIn } from './sound-stream.ts';

export interface SoundInput {
  /** What it is, in a word or two. */
  readonly title: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Of the whole sound, 1 or more. */
  readonly frames: number;
  /**
   * The next frames, as many as there are: into the first frames of the planes, of which there is one per channel.
   * @returns how many; 0 at the end.
   */
  read(planes: readonly Float32Array[], frames: number): number;
  close(): void;
}

/** A file, or what comes out of a stream. @throws CommandError if it is not a sound file or has no sound. */
export async function openSound(
  path: string,
  { folder, signal }: Pick<Context, 'folder' | 'signal'>,
): Promise<SoundReader> {
  return new SoundReader(path, folder, isStream(path) ? await takeIn(path, signal) : undefined);
}

export class FileInput implements SoundInput {
  readonly title: string;
  readonly #reader: SoundReader;
  #samples = new Float32Array(0);

  private constructor(path: string, reader: SoundReader) {
    this.title = basename(path);
    this.#reader = reader;
  }

  /** @throws CommandError if it is not a sound file or has no sound. */
  static async open(path: string, { folder, signal }: Pick<Context, 'folder' | 'signal'>): Promise<FileInput> {
    return new FileInput(path, await openSound(path, { folder, signal }));
  }

  /** What people should know of it, each the end of a sentence. */
  get warnings(): readonly string[] {
    return this.#reader.warnings;
  }

  get sampleRate(): number {
    return this.#reader.sampleRate;
  }

  get channels(): number {
    return this.#reader.channels;
  }

  get frames(): number {
    return this.#reader.frames;
  }

  read(planes: readonly Float32Array[], frames: number): number {
    const { channels } = this;
    if (this.#samples.length < frames * channels) this.#samples = new Float32Array(frames * channels);
    const count = this.#reader.read(this.#samples.subarray(0, frames * channels));
    for (const [channel, plane] of planes.entries())
      for (let i = 0; i < count; i++) plane[i] = this.#samples[i * channels + channel] ?? 0;
    return count;
  }

  close(): void {
    this.#reader.close();
  }
}
