// SPDX-License-Identifier: BSD-2-Clause
/**
 * Is an MP3 as long as libsndfile takes it to be? Where its bit rate varies and no header says its length, that is a guess from the first
 * frame, behind which nothing can be read. libmpg123, which libsndfile reads MP3 by, counts the frames.
 */
import { closeSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareFunctions, type Koffi } from '../native.ts';

const LIBRARY = 'libmpg123.so.0';
const OK = 0;
/** Guesses of a constant bit rate are that good: two MP3 frames. */
const FRAMES_OFF_MAX = 2304;

type Decoder = { readonly __brand: 'decoder' };

interface Mpg123 {
  mpg123_init(): number;
  mpg123_new(decoder: null, error: null): Decoder | null;
  mpg123_open_fd(decoder: Decoder, fd: number): number;
  mpg123_scan(decoder: Decoder): number;
  mpg123_length(decoder: Decoder): number;
  mpg123_delete(decoder: Decoder): null;
  mpg123_param(decoder: Decoder, kind: number, value: number, float: number): number;
}

const PARAM_ADD_FLAGS = 2;
const QUIET = 0x20;

/** Of the first four bytes: eleven ones, then the layer; bit rate and sample rate are never all ones. */
const SYNC = 0xffe0_0000;
const LAYER = 0x0006_0000;
const BIT_RATE = 0xf000;
const SAMPLE_RATE = 0x0c00;

/** Begins with a frame: libsndfile knows an MP3 without an ID3 tag by the file's name only. */
export function isMpegStream(fd: number): boolean {
  const start = Buffer.alloc(4);
  if (readSync(fd, start, 0, start.length, 0) < start.length) return false;
  const has = (bits: number) => (start.readUInt32BE() & bits) >>> 0 === bits;
  const isLayered = (start.readUInt32BE() & LAYER) !== 0;
  return has(SYNC) && isLayered && !has(BIT_RATE) && !has(SAMPLE_RATE);
}

let loaded: Mpg123 | undefined;

function load(folder: string): Mpg123 | undefined {
  if (loaded !== undefined) return loaded;
  try {
    loaded = declareFunctions<Mpg123>(createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi, LIBRARY, {
      mpg123_init: 'int mpg123_init()',
      mpg123_new: 'void *mpg123_new(const char *decoder, void *error)',
      mpg123_open_fd: 'int mpg123_open_fd(void *decoder, int fd)',
      mpg123_scan: 'int mpg123_scan(void *decoder)',
      mpg123_length: 'long mpg123_length(void *decoder)',
      mpg123_delete: 'void *mpg123_delete(void *decoder)',
      mpg123_param: 'int mpg123_param(void *decoder, int kind, long value, double number)',
    });
    loaded.mpg123_init();
    return loaded;
  } catch {
    return undefined; // another libsndfile may bring its own
  }
}

/** @returns undefined if they cannot be counted. */
function countedFrames(fd: number, folder: string): number | undefined {
  const library = load(folder);
  const decoder = library?.mpg123_new(null, null) ?? null;
  if (library === undefined || decoder === null) return undefined;
  try {
    library.mpg123_param(decoder, PARAM_ADD_FLAGS, QUIET, 0);
    if (library.mpg123_open_fd(decoder, fd) !== OK || library.mpg123_scan(decoder) !== OK) return undefined;
    return library.mpg123_length(decoder);
  } finally {
    library.mpg123_delete(decoder);
  }
}

/** @param fd at its beginning; it is closed. frames: as libsndfile has them. @returns the end of a sentence if there are more. */
export function mpegFault(fd: number, frames: number, folder: string): string | undefined {
  const counted = countedFrames(fd, folder) ?? frames;
  closeSync(fd);
  if (counted <= frames + FRAMES_OFF_MAX) return undefined;
  return 'has a varying bit rate, and no header that says its length, so its end cannot be read; convert it to WAV first (ffmpeg -i in.mp3 out.wav)';
}
