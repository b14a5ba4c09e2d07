// SPDX-License-Identifier: BSD-2-Clause
/** A sound file as an iterable of blocks. */
import { SoundReader } from '../cli/sound-file.ts';
import { checkText } from '../client/checks.ts';
import { builtFiles } from '../client/files.ts';
import { withLibraryErrors } from './failure.ts';

const BLOCK_FRAMES = 4096;

/** A sound file that can be read once, from start to end. */
export interface SoundFile extends AsyncIterable<Float32Array[]>, Disposable {
  /** Hz. */
  readonly sampleRate: number;
  /** Number of channels in each block. */
  readonly channels: number;
  /** Its length, as far as known: a damaged file may end earlier. */
  readonly frames: number;
  /** Warnings about the file, each the end of a sentence. */
  readonly warnings: readonly string[];
  /** Read the rest of the file. @throws PluginHostError SOUND_FAILED */
  readAll(): Promise<Float32Array[]>;
  /** Close the file. This happens automatically at its end. */
  close(): void;
}

class OpenSound implements SoundFile {
  readonly #reader: SoundReader;

  constructor(path: string) {
    this.#reader = withLibraryErrors(() => new SoundReader(path, builtFiles().folder));
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

  get warnings(): readonly string[] {
    return this.#reader.warnings;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array[], void, undefined> {
    const { channels } = this;
    const samples = new Float32Array(BLOCK_FRAMES * channels);
    try {
      for (let frames = this.#read(samples); frames > 0; frames = this.#read(samples))
        yield Array.from({ length: channels }, (_, channel) => everyNth(samples, channel, channels, frames));
    } finally {
      this.close();
    }
  }

  #read(samples: Float32Array): number {
    return withLibraryErrors(() => this.#reader.read(samples));
  }

  async readAll(): Promise<Float32Array[]> {
    const all = Array.from({ length: this.channels }, () => new Float32Array(this.frames));
    let at = 0;
    for await (const block of this) {
      for (const [channel, plane] of block.entries()) all[channel]?.set(plane, at);
      at += block[0]?.length ?? 0;
    }
    return all.map((plane) => plane.subarray(0, at));
  }

  close(): void {
    this.#reader.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** One channel of interleaved samples. */
function everyNth(samples: Float32Array, channel: number, channels: number, frames: number): Float32Array {
  const plane = new Float32Array(frames);
  for (let i = 0, from = channel; i < frames; i++, from += channels) plane[i] = samples[from] as number;
  return plane;
}

/**
 * Open a sound file: what PluginHost.stream takes.
 * @throws PluginHostError SOUND_FAILED with a sentence: the file does not exist or is not a sound file, or libsndfile is missing; INVALID_ARGUMENT
 *
 * @example
 * ```ts
 * const sound = openSound('in.wav');
 * await using host = await PluginHost.open({ format: 'clap', plugin: 'ZamVerb.clap', sampleRate: sound.sampleRate, offline: true });
 * await writeSound('out.flac', host.stream(sound, { tailSeconds: 2 }), { sampleRate: sound.sampleRate });
 * ```
 */
export function openSound(file: string): SoundFile {
  checkText('the sound file', file, 'a path');
  return new OpenSound(file);
}
