/** Sound files in pieces: float samples, interleaved, whatever the file holds. */
import { closeSync, fstatSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { CommandError } from './command.ts';
import {
  loadSndFile,
  SFC_RF64_AUTO_DOWNGRADE,
  SFC_SET_ADD_PEAK_CHUNK,
  SFC_SET_CLIPPING,
  SFM_READ,
  SFM_WRITE,
  type SndFile,
  type SoundInfo,
  type SoundPointer,
} from './sndfile.ts';
import { type BitDepth, clips, isRf64, outputFormat } from './sound-format.ts';
import { wavFault } from './wav-fault.ts';

function emptyInfo(): SoundInfo {
  return { frames: 0, samplerate: 0, channels: 0, format: 0, sections: 0, seekable: 0 };
}

/** libsndfile says "System error." of errors that the system has words for. */
function reasonOf(library: SndFile, file: SoundPointer | null): string {
  return library
    .sf_strerror(file)
    .replace(/^System error : /, '')
    .replace(/\.\s*$/, '')
    .trim();
}

/** A sentence if this cannot be read at all: libsndfile's own for a missing file is of no use. */
function checkReadable(path: string): void {
  try {
    const fd = openSync(path, 'r');
    const isFile = fstatSync(fd).isFile();
    closeSync(fd);
    if (isFile) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : code;
    throw new CommandError(`${path}: ${why}`);
  }
  throw new CommandError(`${path}: this is no file`);
}

/** A file that is read from its beginning to its end. */
export class SoundReader {
  readonly path: string;
  readonly frames: number;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** SF_FORMAT_*, for `SoundWriter`. */
  readonly format: number;
  readonly #library: SndFile;
  #file: SoundPointer | null;
  #read = 0;

  /** @throws CommandError if it is no sound file, cut short, or without any sound. */
  constructor(path: string, folder: string) {
    checkReadable(path);
    this.path = path;
    this.#library = loadSndFile(folder);
    const info = emptyInfo();
    this.#file = this.#library.sf_open(path, SFM_READ, info);
    if (this.#file === null)
      throw new CommandError(`${path} cannot be read as a sound file: ${reasonOf(this.#library, null)}`);
    this.frames = info.frames;
    this.channels = info.channels;
    this.sampleRate = info.samplerate;
    this.format = info.format;
    this.#check();
  }

  #check(): void {
    const fault = wavFault(this.path) || (this.frames === 0 ? 'has no sound in it: 0 frames' : '');
    if (fault === '') return;
    this.close();
    throw new CommandError(`${this.path} ${fault}`);
  }

  /**
   * Read the next frames, interleaved.
   * @returns how many; 0 at the end.
   * @throws CommandError if the file ends before it should.
   */
  read(samples: Float32Array): number {
    if (this.#file === null) return 0;
    const wanted = Math.min(Math.floor(samples.length / this.channels), this.frames - this.#read);
    const frames = this.#library.sf_readf_float(this.#file, samples, wanted);
    this.#read += frames;
    if (frames === wanted) return frames;
    throw new CommandError(`${this.path} is cut short or damaged: ${this.#read} of ${this.frames} frames can be read`);
  }

  close(): void {
    if (this.#file !== null) this.#library.sf_close(this.#file);
    this.#file = null;
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
  bitDepth?: BitDepth | undefined;
}

/**
 * A file that is written beside its name and gets it when it is complete: whatever goes wrong, nothing half is left, and what was there
 * before stays. Use commit or discard at the end.
 */
export class SoundWriter {
  readonly path: string;
  /** Louder sound than 1.0 is cut: the file has whole numbers. */
  readonly clips: boolean;
  readonly #temporary: string;
  readonly #library: SndFile;
  #file: SoundPointer | null;

  /** @throws CommandError if the file cannot be written there, or not in this format. */
  constructor(options: WriterOptions, folder: string) {
    const { path, sampleRate, channels, frames, like, bitDepth } = options;
    this.path = path;
    this.#library = loadSndFile(folder);
    const info = { ...emptyInfo(), samplerate: sampleRate, channels };
    const check = (format: number) => this.#library.sf_format_check({ ...info, format }) !== 0;
    info.format = outputFormat({ path, like, bitDepth, channels, frames }, check);
    this.clips = clips(info.format);
    this.#temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new CommandError(`${path} is a folder`);
    this.#file = this.#library.sf_open(this.#temporary, SFM_WRITE, info);
    if (this.#file === null) this.#fail();
    this.#command(SFC_SET_ADD_PEAK_CHUNK, false); // it has the time of day in it
    this.#command(SFC_SET_CLIPPING, true); // else loud sound wraps round
    if (isRf64(info.format) && extname(path).toLowerCase() === '.wav') this.#command(SFC_RF64_AUTO_DOWNGRADE, true);
  }

  #command(command: number, on: boolean): void {
    this.#library.sf_command(this.#file, command, null, on ? 1 : 0);
  }

  #fail(): never {
    const reason = reasonOf(this.#library, this.#file);
    this.discard();
    throw new CommandError(`${this.path} cannot be written: ${reason}`);
  }

  /** Write frames, interleaved. @throws CommandError if the disk is full, and nothing of the file is left. */
  write(samples: Float32Array, frames: number): void {
    if (this.#file === null) throw new Error('the file is closed');
    if (this.#library.sf_writef_float(this.#file, samples, frames) !== frames) this.#fail();
  }

  /** All is written: the file takes its place. @throws CommandError if it does not, and nothing of the file is left. */
  commit(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null && this.#library.sf_close(file) !== 0) this.#fail();
    try {
      renameSync(this.#temporary, this.path);
    } catch (error) {
      this.discard();
      throw new CommandError(`${this.path} cannot be written: ${(error as Error).message}`);
    }
  }

  /** Leave nothing behind. Nothing happens after commit. */
  discard(): void {
    if (this.#file !== null) this.#library.sf_close(this.#file);
    this.#file = null;
    rmSync(this.#temporary, { force: true });
  }
}
