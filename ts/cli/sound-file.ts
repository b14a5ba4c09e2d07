// SPDX-License-Identifier: BSD-2-Clause
/** Reads and writes sound files in pieces: interleaved float samples, whatever the file contains. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { bytesOf } from '../path-bytes.ts';
import { CommandError } from './command.ts';
import { isMpegStream, mpegFault } from './mpeg-fault.ts';
import { settleSerial } from './ogg-serial.ts';
import { OutputFile } from './output-file.ts';
import {
  loadSndFile,
  SFC_RF64_AUTO_DOWNGRADE,
  SFC_SET_ADD_PEAK_CHUNK,
  SFC_SET_CLIPPING,
  SFC_SET_RAW_START_OFFSET,
  SFM_READ,
  SFM_WRITE,
  type SndFile,
  type SoundInfo,
  type SoundPointer,
} from './sndfile.ts';
import {
  type BitDepth,
  clips,
  isMpeg,
  isOgg,
  isOpus,
  isRf64,
  outputFormat,
  rawFormat,
  wavFormat,
} from './sound-format.ts';
import { readMetadata, type SoundMetadata, writeMetadata } from './sound-metadata.ts';
import type { SoundSource } from './sound-resample.ts';
import { underName } from './sound-stream.ts';
import { vocFault } from './voc-fault.ts';
import { type RawSound, wavState } from './wav-fault.ts';

const CLOSES = 1;
/** An MP3 frame. */
const MPEG_GUESS_FRAMES = 1152;
const OPUS_RATE = 48_000;
const MIDI_START = 'MThd';

function emptyInfo(): SoundInfo {
  return { frames: 0, samplerate: 0, channels: 0, format: 0, sections: 0, seekable: 0 };
}

/** libsndfile says "System error." of errors that the system has words for. */
function reasonOf(library: SndFile, file: SoundPointer | null): string {
  return (
    library
      .sf_strerror(file)
      // What libsndfile tries last: it is about any file that it does not know.
      .replace(/^.*resource fork.*$/i, 'Format not recognised')
      .replace(/^(?:System error|Error) : /, '')
      .replace(/\.\s*$/, '')
      .trim()
  );
}

/** A sentence if this cannot be read at all: libsndfile's own for a missing file does not help. @returns a descriptor */
function openFile(path: string): number {
  try {
    const fd = openSync(bytesOf(path), 'r');
    if (fstatSync(fd).isFile()) return fd;
    closeSync(fd);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'permission denied' : code;
    throw new CommandError(`${path}: ${why}`);
  }
  throw new CommandError(`${path}: not a file`);
}

/** libsndfile closes what it was given, always where it fails: so it gets its own descriptor, at the file's beginning. */
function openAgain(fd: number, flags: 'r' | 'r+'): number {
  return openSync(`/proc/self/fd/${fd}`, flags);
}

/** A file that is read from its beginning to its end. */
export class SoundReader implements SoundSource {
  readonly path: string;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** SF_FORMAT_*, for `SoundWriter`. */
  readonly format: number;
  /** Its metadata. */
  readonly metadata: SoundMetadata;
  /** What people should know of it, each the end of a sentence. */
  readonly warnings: string[] = [];
  readonly #library: SndFile;
  readonly #fd: number;
  #file: SoundPointer | null = null;
  #frames: number;
  #read = 0;
  #isClosed = false;

  /**
   * @param fd of a file that is open already (takeIn) and is closed with this; path is its name for people then.
   * @throws CommandError if it is not a sound file or has no sound. One that is cut short is read as far as it goes, with a warning.
   */
  constructor(path: string, folder: string, fd?: number) {
    this.path = path;
    this.#library = loadSndFile(folder);
    this.#fd = fd ?? openFile(path);
    const { fault = vocFault(this.#fd), warning, stream, raw } = wavState(this.#fd);
    if (fault !== undefined) this.#refuse(fault);
    const info = this.#open(stream) ?? (raw && this.#open(raw)) ?? this.#refuse(this.#whyNoSound());
    if (info.frames <= 0) this.#refuse('contains no sound: 0 frames');
    const tooLong = isMpeg(info.format) ? mpegFault(openAgain(this.#fd, 'r'), info.frames, folder) : undefined;
    if (tooLong !== undefined) this.#refuse(tooLong);
    this.#frames = info.frames;
    this.channels = info.channels;
    this.sampleRate = info.samplerate;
    this.format = info.format;
    this.metadata = readMetadata(this.#library, this.#file as SoundPointer, this.channels);
    if (warning !== undefined) this.warnings.push(warning);
  }

  /** @param raw where the samples lie, if libsndfile is not to look for them. @returns undefined if it cannot read the file. */
  #open(raw: RawSound | undefined): SoundInfo | undefined {
    const info = emptyInfo();
    const { sampleRate: samplerate, channels, encoding, position, frames } = raw ?? {};
    if (raw !== undefined) Object.assign(info, { samplerate, channels, format: rawFormat(raw.encoding) });
    this.#file = this.#library.sf_open_fd(openAgain(this.#fd, 'r'), SFM_READ, info, CLOSES);
    if (this.#file === null && isMpegStream(this.#fd))
      this.#file = underName('.mp3', this.#fd, (path) => this.#library.sf_open(path, SFM_READ, info));
    if (this.#file === null) return undefined;
    if (raw === undefined) return info;
    const start = new Uint8Array(new BigInt64Array([BigInt(position ?? 0)]).buffer);
    this.#library.sf_command(this.#file, SFC_SET_RAW_START_OFFSET, start, start.length);
    this.#library.sf_seek(this.#file, 0, 0);
    return { ...info, frames: frames ?? 0, format: wavFormat(encoding ?? 0) };
  }

  #refuse(why: string): never {
    this.close();
    throw new CommandError(`${this.path === '-' ? 'standard input' : this.path} ${why}`);
  }

  /** The end of a sentence. */
  #whyNoSound(): string {
    const start = Buffer.alloc(MIDI_START.length);
    if (readSync(this.#fd, start, 0, start.length, 0) === 0) return 'is empty';
    if (start.toString('latin1') === MIDI_START) return 'is a MIDI file: --midi plays it';
    return `cannot be read as a sound file: ${reasonOf(this.#library, null)}`;
  }

  /** As far as is known: a damaged file may end before. */
  get frames(): number {
    return this.#frames;
  }

  /**
   * Read the next frames, interleaved.
   * @returns how many; 0 at the end. Where a file ends before it should, it has fewer frames from then on, and one warning more.
   */
  read(samples: Float32Array): number {
    if (this.#file === null) return 0;
    const wanted = Math.min(Math.floor(samples.length / this.channels), this.frames - this.#read);
    const frames = this.#library.sf_readf_float(this.#file, samples, wanted);
    this.#read += frames;
    if (frames === wanted) return frames;
    if (this.#read === 0)
      throw new CommandError(`${this.path} is damaged: none of its ${this.frames} frames can be read`);
    // The length of an MP3 without a header that says it is a guess.
    const isGuess = isMpeg(this.format) && this.frames - this.#read <= MPEG_GUESS_FRAMES;
    if (!isGuess) this.warnings.push(`is cut short or damaged: ${this.#read} of ${this.frames} frames can be read`);
    this.#frames = this.#read;
    return frames;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#file !== null) this.#library.sf_close(this.#file);
    this.#file = null;
    closeSync(this.#fd);
  }
}

export interface WriterOptions {
  path: string;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** Frames that will be written, or more. */
  frames: number;
  /** Format of the file that this one is made from. */
  like?: number | undefined;
  /** Like ".flac", in the place of the path's own. */
  extension?: string | undefined;
  /** Metadata to write. */
  metadata?: SoundMetadata | undefined;
  /** Of the sample rates: this file's by that of the file that the metadata come from. */
  ratio?: number;
  bitDepth?: BitDepth | undefined;
}

/** A sound file that is there when it is complete (OutputFile). Use commit or discard at the end. */
export class SoundWriter {
  readonly path: string;
  /** Louder sound than 1.0 is cut: the file has whole numbers. */
  readonly clips: boolean;
  readonly #isOgg: boolean;
  readonly #output: OutputFile;
  readonly #library: SndFile;
  #file: SoundPointer | null;

  /** @throws CommandError if the file cannot be written there, or not in this format. */
  constructor(options: WriterOptions, folder: string) {
    const { path, sampleRate, channels, frames, like, bitDepth, extension, metadata, ratio = 1 } = options;
    this.path = path;
    this.#library = loadSndFile(folder);
    const info = { ...emptyInfo(), samplerate: sampleRate, channels };
    const check = (format: number) => this.#library.sf_format_check({ ...info, format }) !== 0;
    info.format = outputFormat({ path, extension, like, bitDepth, channels, frames }, check);
    this.clips = clips(info.format);
    this.#isOgg = isOgg(info.format);
    this.#output = new OutputFile(path);
    this.#file = this.#library.sf_open_fd(openAgain(this.#output.fd, 'r+'), SFM_WRITE, info, CLOSES);
    if (this.#file === null) this.#fail(isOpus(info.format) ? `; --rate ${OPUS_RATE} converts it` : '');
    if (metadata !== undefined) writeMetadata(this.#library, this.#file, metadata, { channels, ratio });
    this.#command(SFC_SET_ADD_PEAK_CHUNK, false); // it has the time of day in it
    this.#command(SFC_SET_CLIPPING, true); // else loud sound wraps round
    if (isRf64(info.format) && (extension ?? extname(path)).toLowerCase() === '.wav')
      this.#command(SFC_RF64_AUTO_DOWNGRADE, true);
  }

  #command(command: number, on: boolean): void {
    this.#library.sf_command(this.#file, command, null, on ? 1 : 0);
  }

  #fail(hint = ''): never {
    const reason = reasonOf(this.#library, this.#file);
    this.discard();
    throw new CommandError(`${this.path} cannot be written: ${reason}${hint}`);
  }

  /** Write frames, interleaved. @throws CommandError if the disk is full, and nothing of the file is left. */
  write(samples: Float32Array, frames: number): void {
    if (this.#file === null) throw new Error('the file is closed');
    if (this.#library.sf_writef_float(this.#file, samples, frames) !== frames) this.#fail();
  }

  /** All is written: the file takes its place, or goes out. @throws CommandError if it does not, and nothing of the file is left. */
  async commit(signal?: AbortSignal): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file !== null && this.#library.sf_close(file) !== 0) this.#fail();
    if (this.#isOgg) settleSerial(this.#output.fd);
    await this.#output.commit(signal);
  }

  /** Leave nothing behind. Nothing happens after commit. */
  discard(): void {
    if (this.#file !== null) this.#library.sf_close(this.#file);
    this.#file = null;
    this.#output.discard();
  }
}
