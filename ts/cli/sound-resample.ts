// SPDX-License-Identifier: BSD-2-Clause
/** Sound at another sample rate, by libsamplerate. It is not part of this program: it is looked for when rates differ. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareFunctions, type Koffi } from '../native.ts';
import { CommandError } from './command.ts';

const LIBRARY = 'libsamplerate.so.0';
const BEST_SINC = 0;
/** Frames that go in at a time. */
const PIECE_FRAMES = 16_384;

/** SRC_DATA */
interface Conversion {
  data_in: Float32Array;
  data_out: Float32Array;
  input_frames: number;
  output_frames: number;
  input_frames_used: number;
  output_frames_gen: number;
  end_of_input: number;
  src_ratio: number;
}

type Converter = { readonly __brand: 'converter' };

interface SampleRate {
  src_new(kind: number, channels: number, error: number[]): Converter | null;
  src_process(converter: Converter, conversion: Conversion): number;
  src_delete(converter: Converter): null;
  src_strerror(error: number): string;
}

let loaded: SampleRate | undefined;

function load(folder: string): SampleRate {
  if (loaded !== undefined) return loaded;
  const koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
  koffi.struct('src_data', {
    data_in: 'void *',
    data_out: 'void *',
    input_frames: 'long',
    output_frames: 'long',
    input_frames_used: 'long',
    output_frames_gen: 'long',
    end_of_input: 'int',
    src_ratio: 'double',
  });
  loaded = declareFunctions<SampleRate>(koffi, LIBRARY, {
    src_new: 'void *src_new(int kind, int channels, _Out_ int *error)',
    src_process: 'int src_process(void *converter, _Inout_ src_data *conversion)',
    src_delete: 'void *src_delete(void *converter)',
    src_strerror: 'const char *src_strerror(int error)',
  });
  return loaded;
}

/** Where sound comes from, interleaved, from its beginning to its end. */
export interface SoundSource {
  readonly path: string;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** As far as is known: a damaged file ends before. */
  readonly frames: number;
  /** @returns how many frames there were; 0 at the end. */
  read(samples: Float32Array): number;
}

/** Another source at another rate. As many frames come out as its length is at that rate; the sound is not delayed. */
export class Resampled implements SoundSource {
  readonly sampleRate: number;
  readonly #source: SoundSource;
  readonly #library: SampleRate;
  readonly #converter: Converter;
  readonly #piece: Float32Array;
  /** Of the piece: frames that are there, and that were taken. */
  #there = 0;
  #taken = 0;
  #isAtEnd = false;
  #given = 0;

  /** @param sampleRate Hz. @throws CommandError that says what to install, or that the rates are too far apart. */
  constructor(source: SoundSource, sampleRate: number, folder: string) {
    this.#source = source;
    this.sampleRate = sampleRate;
    try {
      this.#library = load(folder);
    } catch (error) {
      throw new CommandError(
        `${source.path} has ${source.sampleRate} Hz; converting it to ${sampleRate} Hz needs ${LIBRARY}, which cannot be loaded: install it (Debian: apt-get install libsamplerate0) (${(error as Error).message})`,
      );
    }
    const error = [0];
    const converter = this.#library.src_new(BEST_SINC, source.channels, error);
    const ratio = sampleRate / source.sampleRate;
    if (converter === null || ratio > 256 || ratio < 1 / 256)
      throw new CommandError(`${source.path}: ${source.sampleRate} Hz cannot be converted to ${sampleRate} Hz`);
    this.#converter = converter;
    this.#piece = new Float32Array(PIECE_FRAMES * source.channels);
  }

  get path(): string {
    return this.#source.path;
  }

  get channels(): number {
    return this.#source.channels;
  }

  get frames(): number {
    return Math.max(1, Math.round((this.#source.frames * this.sampleRate) / this.#source.sampleRate));
  }

  read(samples: Float32Array): number {
    const wanted = Math.floor(samples.length / this.channels);
    let count = 0;
    while (count < wanted) {
      if (this.#taken >= this.#there && !this.#isAtEnd) this.#fill();
      const made = this.#convert(samples.subarray(count * this.channels));
      if (made === 0 && this.#isAtEnd && this.#taken >= this.#there) break;
      count += made;
    }
    const isTooMuch = this.#given + count - this.frames;
    if (isTooMuch > 0) count = Math.max(0, count - isTooMuch);
    this.#given += count;
    return count;
  }

  #fill(): void {
    this.#there = this.#source.read(this.#piece);
    this.#taken = 0;
    this.#isAtEnd = this.#there < PIECE_FRAMES;
  }

  #convert(samples: Float32Array): number {
    const conversion: Conversion = {
      data_in: this.#piece.subarray(this.#taken * this.channels),
      data_out: samples,
      input_frames: this.#there - this.#taken,
      output_frames: Math.floor(samples.length / this.channels),
      input_frames_used: 0,
      output_frames_gen: 0,
      end_of_input: this.#isAtEnd ? 1 : 0,
      src_ratio: this.sampleRate / this.#source.sampleRate,
    };
    const error = this.#library.src_process(this.#converter, conversion);
    if (error !== 0) throw new CommandError(`${this.path}: ${this.#library.src_strerror(error)}`);
    this.#taken += conversion.input_frames_used;
    return conversion.output_frames_gen;
  }

  close(): void {
    this.#library.src_delete(this.#converter);
  }
}
