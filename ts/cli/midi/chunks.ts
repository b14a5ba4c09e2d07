// SPDX-License-Identifier: BSD-2-Clause
/**
 * Finds the header and the tracks of a Standard MIDI File: bare, in a RIFF (RMID), after a MacBinary header or anything else, with other
 * chunks in between, or truncated. Deviations from the specification are reported.
 */
import { countOf } from '../count.ts';

export interface SmfHeader {
  /** 0: one track; 1: tracks that play together; 2: independent patterns. */
  format: number;
  /** Of a beat; undefined: time is counted in frames of film. */
  ticksPerBeat: number | undefined;
  /** Seconds of a tick, where it does not depend on the tempo. */
  secondsPerTick: number | undefined;
}

export interface SmfFile {
  header: SmfHeader;
  /** The bytes of each. */
  tracks: Uint8Array[];
  /** Sentences without their subject: "ends in the middle of a track". */
  warnings: string[];
}

const HEADER_BYTES = 6;
const CHUNK_HEAD_BYTES = 8;
/** "drop frame" of television: 30 frames a second, of which the numbers are 1000 to 1001 slower. */
const DROP_FRAMES = 29;
const FRAMES_PER_SECOND_OF_DROP = 30_000 / 1001;

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function find(bytes: Uint8Array, text: string, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text, from, 'latin1');
}

function isChunkId(bytes: Uint8Array, at: number): boolean {
  return at + CHUNK_HEAD_BYTES <= bytes.length && /^[\x20-\x7e]{4}$/.test(textAt(bytes, at));
}

/** The file may have a wrapper around it, or something before it. */
function startOf(bytes: Uint8Array, warnings: string[]): number {
  const at = find(bytes, 'MThd', 0);
  if (at < 0) throw new Error('it does not begin with MThd, as MIDI files do');
  const isRiff = textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'RMID';
  const isMacBinary = at === 128 && bytes[0] === 0 && textAt(bytes, 65) === 'Midi';
  if (at > 0 && !isRiff && !isMacBinary) warnings.push(`has ${countOf(at, 'byte')} of other data before its header`);
  return at;
}

/** @throws Error if a beat or a frame has no ticks. */
function readHeader(bytes: Uint8Array, warnings: string[]): SmfHeader {
  if (bytes.length < HEADER_BYTES) throw new Error('its header is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [format, division] = [view.getUint16(0), view.getInt16(4)];
  if (format > 2) warnings.push(`has the unknown format ${format}; its tracks play together`);
  if (division > 0) return { format, ticksPerBeat: division, secondsPerTick: undefined };
  const [frames, ticks] = [-(division >> 8), division & 0xff];
  if (division === 0 || ticks === 0) throw new Error(`a ${division === 0 ? 'beat' : 'frame'} has no ticks`);
  const framesPerSecond = frames === DROP_FRAMES ? FRAMES_PER_SECOND_OF_DROP : frames;
  return { format, ticksPerBeat: undefined, secondsPerTick: 1 / (framesPerSecond * ticks) };
}

/** How a track should end, with the head of the next. */
const NEXT_TRACK = '\xff\x2f\x00MTrk';
const END_BYTES = 3;

/**
 * Where the chunk ends whose body begins there. Lengths are wrong in files whose writers could not go back to fill them in (0), or did not
 * count right: a chunk that does not end at the next one, or at the end of the file, goes on to the next track.
 */
function endOf(bytes: Uint8Array, from: number, length: number, warnings: string[]): number {
  const end = from + length;
  const hasEnd =
    end <= bytes.length && find(bytes.subarray(Math.max(from, end - END_BYTES), end), '\xff\x2f\x00', 0) >= 0;
  if (end === bytes.length || hasEnd || isChunkId(bytes, end)) return end;
  const [ended, next] = [find(bytes, NEXT_TRACK, from), find(bytes, 'MTrk', from)];
  const found = ended >= 0 ? ended + END_BYTES : next >= 0 ? next : bytes.length;
  if (found !== bytes.length || end < bytes.length) warnings.push('has a chunk whose length is wrong');
  return found;
}

/** @throws Error, a sentence without its subject, if there is nothing that could be played. */
export function readChunks(bytes: Uint8Array): SmfFile {
  const warnings: string[] = [];
  const start = startOf(bytes, warnings);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headLength = start + CHUNK_HEAD_BYTES <= bytes.length ? view.getUint32(start + 4) : 0;
  const headAt = start + CHUNK_HEAD_BYTES;
  const header = readHeader(bytes.subarray(headAt), warnings);
  const tracks: Uint8Array[] = [];
  const first = headAt + Math.max(headLength, HEADER_BYTES);
  for (let at = first < bytes.length ? first : headAt + HEADER_BYTES; at < bytes.length; ) {
    if (!isChunkId(bytes, at)) {
      const next = find(bytes, 'MTrk', at);
      if (next < 0) break;
      if (tracks.length > 0) warnings.push('has data between its tracks that is not a chunk');
      at = next;
    }
    if (at + CHUNK_HEAD_BYTES > bytes.length) {
      warnings.push('ends in the middle of a track');
      break;
    }
    if (textAt(bytes, at) === 'MThd') break; // another file
    const length = view.getUint32(at + 4);
    const end = endOf(bytes, at + CHUNK_HEAD_BYTES, length, warnings);
    if (textAt(bytes, at) === 'MTrk') {
      tracks.push(bytes.subarray(at + CHUNK_HEAD_BYTES, end));
      if (end === bytes.length && end - at - CHUNK_HEAD_BYTES < length) warnings.push('ends in the middle of a track');
    }
    at = end;
  }
  return { header, tracks, warnings: [...new Set(warnings)] };
}
