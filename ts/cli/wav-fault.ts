// SPDX-License-Identifier: BSD-2-Clause
/**
 * Is a WAV what its header says? libsndfile reads what there is of a file that was cut short, takes a width of samples that cannot be for
 * another one, and finds nothing in a stream of unknown length; it reports neither, and the user would not know.
 */

import { fstatSync, readSync } from 'node:fs';
import { countOf } from './count.ts';

const CHUNK_HEADER_BYTES = 8;
const RIFF_HEADER_BYTES = 12;
/** As far as all formats have it. */
const FORMAT_BYTES = 16;
/** Where RF64 has the real length of its data, in the chunk `ds64`. */
const DS64_DATA_SIZE_AT = 8;
const DS64_BYTES = 16;
/** Of programs that wrote to a pipe and never knew: 0, or about as much as fits, which is not a fault. */
const UNKNOWN_SIZE_MIN = 0x7fff0000;
/** A file has few chunks; a damaged one may seem to have any number. */
const CHUNKS_MAX = 1000;
/** Format tags of plain samples: whole numbers, floats, and those that say more behind. */
const plainFormats = [1, 3, 0xfffe];
const BITS_MIN = 8;
/** libsndfile's encodings of samples without any header, by format tag and bits; little endian. */
const rawEncodings: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  1: { 8: 5, 16: 2, 24: 3, 32: 4 },
  3: { 32: 6, 64: 7 },
};
const EXTENSIBLE = 0xfffe;
const SUB_FORMAT_AT = 24;

interface Chunk {
  id: string;
  size: number;
  /** Of its data. */
  position: number;
}

class RiffFile {
  readonly #fd: number;
  readonly bytes: number;
  /** RIFF, RF64, or whatever stands there. */
  readonly kind: string;

  constructor(fd: number) {
    this.#fd = fd;
    this.bytes = fstatSync(fd).size;
    const head = this.at(0, RIFF_HEADER_BYTES)?.toString('latin1') ?? '';
    this.kind = head.endsWith('WAVE') ? head.slice(0, 4) : '';
  }

  /** undefined if the file is shorter. */
  at(position: number, bytes: number): Buffer | undefined {
    const buffer = Buffer.alloc(bytes);
    return readSync(this.#fd, buffer, 0, bytes, position) === bytes ? buffer : undefined;
  }

  *chunks(): Generator<Chunk> {
    let position = RIFF_HEADER_BYTES;
    for (let i = 0; i < CHUNKS_MAX; i++) {
      const header = this.at(position, CHUNK_HEADER_BYTES);
      if (header === undefined) return;
      const size = header.readUInt32LE(4);
      position += CHUNK_HEADER_BYTES;
      yield { id: header.toString('latin1', 0, 4), size, position };
      position += size + (size % 2);
    }
  }
}

function formatFault(format: Buffer | undefined): string {
  if (format === undefined || !plainFormats.includes(format.readUInt16LE(0))) return '';
  const [channels, frameBytes, bits] = [format.readUInt16LE(2), format.readUInt16LE(12), format.readUInt16LE(14)];
  const isSound = bits >= BITS_MIN && (frameBytes === 0 || frameBytes === channels * Math.ceil(bits / 8));
  if (isSound) return '';
  return `is damaged: its header declares ${channels} channels of ${bits} bits in ${frameBytes} bytes`;
}

function isUnknown(size: number): boolean {
  return size === 0 || size >= UNKNOWN_SIZE_MIN;
}

/** Samples that lie in the file as they are. */
export interface RawSound {
  /** Byte of the file at which they begin. */
  position: number;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** SF_FORMAT_PCM_16 and so on. */
  encoding: number;
  /** Whole ones, up to the end of the file. */
  frames: number;
}

export interface WavState {
  /** It cannot be what it says: the end of a sentence. */
  fault?: string;
  /** It ends before it should: the end of a sentence. */
  warning?: string;
  /** Its header was written before anybody knew how long it would be, and says 0. */
  stream?: RawSound;
  /** Where its samples lie, should libsndfile not find them: its chunks may come twice, or in another order. */
  raw?: RawSound;
}

/** @param size of the samples, if they end before the file. */
function rawSound(file: RiffFile, format: Chunk, position: number, size = file.bytes): RawSound | undefined {
  const bytes = file.at(format.position, FORMAT_BYTES);
  if (bytes === undefined) return undefined;
  const [tag, bits] = [bytes.readUInt16LE(0), bytes.readUInt16LE(14)];
  const sub = tag === EXTENSIBLE ? file.at(format.position + SUB_FORMAT_AT, 2)?.readUInt16LE(0) : tag;
  const encoding = rawEncodings[sub ?? 0]?.[bits];
  if (encoding === undefined) return undefined;
  const [channels, sampleRate] = [bytes.readUInt16LE(2), bytes.readUInt32LE(4)];
  const frames = Math.floor(Math.min(size, file.bytes - position) / (channels * (bits / 8)));
  if (channels === 0 || sampleRate === 0 || frames === 0) return undefined;
  return { position, sampleRate, channels, encoding, frames };
}

function stateOfData(file: RiffFile, format: Chunk, data: Chunk, longSize: number): WavState {
  const there = file.bytes - data.position;
  const said = file.kind === 'RF64' && isUnknown(data.size) ? longSize : data.size;
  if (said === 0 && there > 0) {
    const stream = rawSound(file, format, data.position);
    return stream === undefined ? {} : { stream };
  }
  const missing = said - there;
  return isUnknown(said) || missing <= 0
    ? {}
    : { warning: `is cut short: ${countOf(missing, 'byte is', 'bytes are')} missing` };
}

/** What is wrong with a RIFF or RF64 file, or remarkable; nothing with any other kind of file. */
export function wavState(fd: number): WavState {
  const file = new RiffFile(fd);
  if (file.kind !== 'RIFF' && file.kind !== 'RF64') return {};
  let longSize = 0;
  let format: Chunk | undefined;
  let data: Chunk | undefined;
  for (const chunk of file.chunks()) {
    if (chunk.id === 'ds64')
      longSize = Number(file.at(chunk.position, DS64_BYTES)?.readBigUInt64LE(DS64_DATA_SIZE_AT) ?? 0n);
    if (chunk.id === 'fmt ') format ??= chunk;
    if (chunk.id === 'data') data ??= chunk;
    if (format !== undefined && data !== undefined) break;
  }
  if (format === undefined) return {};
  const fault = formatFault(file.at(format.position, FORMAT_BYTES));
  if (fault !== '') return { fault };
  if (data === undefined) return {}; // no sound at all, which libsndfile says
  const raw = rawSound(file, format, data.position, data.size);
  return { ...stateOfData(file, format, data, longSize), ...(raw && { raw }) };
}
