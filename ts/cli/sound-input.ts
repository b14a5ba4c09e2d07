/** Sound that comes in pieces, a plane per channel. */
import { basename } from 'node:path';
import { SoundReader } from './sound-file.ts';

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

export class FileInput implements SoundInput {
  readonly title: string;
  readonly #reader: SoundReader;
  #samples = new Float32Array(0);

  /** folder: of the built files. @throws CommandError if it is no sound file, cut short, or without any sound. */
  constructor(path: string, folder: string) {
    this.title = basename(path);
    this.#reader = new SoundReader(path, folder);
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

  /** @throws CommandError if the file ends before it should. */
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
