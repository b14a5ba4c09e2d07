// SPDX-License-Identifier: BSD-2-Clause
/** Containers and encodings of sound files, as libsndfile's numbers (sndfile.h) and as names. */

import { extname } from 'node:path';
import { listed } from '../plugins/nearest.ts';
import { CommandError, EXIT_USAGE } from './command.ts';
import { countOf } from './count.ts';

const CONTAINER_MASK = 0x0fff0000;
const ENCODING_MASK = 0xffff;

const WAV = 0x010000;
const RAW = 0x1004_0000;
const WAVEX = 0x130000;
const RF64 = 0x220000;
const FLAC = 0x170000;
const OGG = 0x200000;
const MPEG = 0x230000;

const containers: Readonly<Record<string, number>> = {
  '.wav': WAV,
  '.rf64': RF64,
  '.flac': FLAC,
  '.aiff': 0x020000,
  '.aif': 0x020000,
  '.au': 0x030000,
  '.w64': 0x0b0000,
  '.caf': 0x180000,
  '.ogg': OGG,
  '.oga': OGG,
  '.opus': OGG,
  '.mp3': MPEG,
};

/** What --bit-depth may say. */
export const bitDepths = ['8', '16', '24', '32', '32f', '64f'] as const;
export type BitDepth = (typeof bitDepths)[number];

const PCM_S8 = 1;
const PCM_U8 = 5;
const PCM_24 = 3;
const encodings: Readonly<Record<BitDepth, readonly number[]>> = {
  '8': [PCM_S8, PCM_U8],
  '16': [2],
  '24': [PCM_24],
  '32': [4],
  '32f': [6],
  '64f': [7],
};
/** For the containers with one encoding: Vorbis, Opus, MP3. */
const ownEncodings: Readonly<Record<string, number>> = { '.ogg': 0x60, '.oga': 0x60, '.opus': 0x64, '.mp3': 0x82 };

/** Of samples as they are; what is coded in other ways is not coded so again. */
const bytesPerSample: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 1, 6: 4, 7: 8, 16: 1, 17: 1 };
const RIFF_BYTES_MAX = 0xffffffff;
/** More than any header that is written here. */
const HEADER_BYTES_MAX = 65536;

export interface Wanted {
  /** Of the output; its extension says the container. */
  path: string;
  /** In the place of the path's. */
  extension?: string | undefined;
  /** The input's, SF_FORMAT_*; undefined: there is none. */
  like: number | undefined;
  bitDepth: BitDepth | undefined;
  channels: number;
  /** Frames that will be written, or more. */
  frames: number;
}

/** Encodings to be tried, the best first. */
function encodingsOf({ path, extension, like, bitDepth }: Wanted): number[] {
  const name = (extension ?? extname(path)).toLowerCase();
  const own = ownEncodings[name];
  if (own !== undefined && bitDepth !== undefined)
    throw new CommandError(`--bit-depth ${bitDepth}: ${name} has no bit depth; leave it out for ${path}`, EXIT_USAGE);
  if (own !== undefined) return [own];
  if (bitDepth !== undefined) return [...encodings[bitDepth]];
  const same = [(like ?? 0) & ENCODING_MASK].filter((encoding) => encoding in bytesPerSample);
  return [...same, PCM_24, ...encodings['16']];
}

/** A WAV that grows beyond 4 GiB is written as RF64, which has other words in its header. */
function containerOf({ path, extension, like, channels, frames }: Wanted, encoding: number): number {
  const named = containers[(extension ?? extname(path)).toLowerCase()];
  if (named === undefined) {
    const known = listed(Object.keys(containers));
    throw new CommandError(`${path}: the output's name must end with its format: ${known}`, EXIT_USAGE);
  }
  if (named !== WAV) return named;
  const bytes = frames * channels * (bytesPerSample[encoding] ?? 8) + HEADER_BYTES_MAX;
  if (bytes > RIFF_BYTES_MAX) return RF64;
  return channels > 2 || ((like ?? 0) & CONTAINER_MASK) === WAVEX ? WAVEX : WAV;
}

/**
 * How the output is to be written: as the input is, unless the extension or --bit-depth say otherwise.
 * @param check whether libsndfile can write this format.
 * @throws CommandError if it cannot be written so.
 */
export function outputFormat(wanted: Wanted, check: (format: number) => boolean): number {
  for (const encoding of encodingsOf(wanted)) {
    const format = containerOf(wanted, encoding) | encoding;
    if (check(format)) return format;
  }
  const { path, bitDepth } = wanted;
  const possible = bitDepths.filter((depth) =>
    encodings[depth].some((encoding) => check(containerOf(wanted, encoding) | encoding)),
  );
  if (bitDepth !== undefined && possible.length > 0)
    throw new CommandError(
      `${path}: this format has no --bit-depth ${bitDepth}; it has ${listed(possible)}`,
      EXIT_USAGE,
    );
  throw new CommandError(`${path}: libsndfile does not write ${countOf(wanted.channels, 'channel')} into this format`);
}

/** Samples without a header, little endian. */
export function rawFormat(encoding: number): number {
  return RAW | encoding;
}

export function wavFormat(encoding: number): number {
  return WAV | encoding;
}

/** What --type may say: extensions without their point. */
export const formatNames = Object.keys(containers).map((name) => name.slice(1));

/** Integer samples have a maximum, to which louder sound is clipped. */
export function clips(format: number): boolean {
  const encoding = format & ENCODING_MASK;
  return encoding !== encodings['32f'][0] && encoding !== encodings['64f'][0];
}

/** Vorbis, Opus. */
export function isOgg(format: number): boolean {
  return (format & CONTAINER_MASK) === OGG;
}

/** It has a few sample rates only. */
export function isOpus(format: number): boolean {
  return (format & ENCODING_MASK) === ownEncodings['.opus'];
}

export function isMpeg(format: number): boolean {
  return (format & CONTAINER_MASK) === MPEG;
}

export function isRf64(format: number): boolean {
  return (format & CONTAINER_MASK) === RF64;
}
