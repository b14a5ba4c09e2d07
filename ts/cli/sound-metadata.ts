// SPDX-License-Identifier: BSD-2-Clause
/**
 * Metadata of a sound file, and what an output made from it still says: broadcast extension (bext), cue points, sampler loops
 * (smpl), texts (INFO), which speaker each channel is for. libsndfile reads and writes them as its own structs, which are passed on
 * as they are, but for positions where the sample rate changes.
 */
import type { SndFile, SoundPointer } from './sndfile.ts';

const SFC_GET_BROADCAST_INFO = 0x10f0;
const SFC_SET_BROADCAST_INFO = 0x10f1;
const SFC_GET_CHANNEL_MAP_INFO = 0x1100;
const SFC_SET_CHANNEL_MAP_INFO = 0x1101;
const SFC_GET_CUE = 0x10ce;
const SFC_SET_CUE = 0x10cf;
const SFC_GET_CUE_COUNT = 0x10cd;
const SFC_GET_INSTRUMENT = 0x10d0;
const SFC_SET_INSTRUMENT = 0x10d1;

/** SF_BROADCAST_INFO: its time reference is two halves of 64 bits; what the history needs beyond it is behind the struct. */
const BEXT_TIME_AT = 340;
const BEXT_HISTORY_SIZE_AT = 604;
const BEXT_HISTORY_AT = 608;
const BEXT_HISTORY_BYTES_MAX = 65_536;
/** SF_CUES: a count, then points of so many bytes. */
const CUE_BYTES = 280;
const cuePositionsAt = [4, 20];
/** SF_INSTRUMENT: loops with start and end. */
const INSTRUMENT_BYTES = 272;
const LOOPS_AT = 16;
const LOOP_BYTES = 16;
const LOOPS_MAX = 16;
const LOOP_COUNT_AT = 12;
const INT_BYTES = 4;

/** SF_STR_*: title, copyright, software, artist, comment, date, album, license, track number, genre. */
const textKinds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16];
/** libsndfile adds its own name to the software. */
const ownName = / \(libsndfile[^)]*\)$/;

export interface SoundMetadata {
  broadcast: Uint8Array | undefined;
  cues: Uint8Array | undefined;
  instrument: Uint8Array | undefined;
  channelMap: Uint8Array | undefined;
  texts: { kind: number; text: string }[];
}

export function readMetadata(library: SndFile, file: SoundPointer, channels: number): SoundMetadata {
  const get = (command: number, bytes: number) => {
    const data = new Uint8Array(bytes);
    return library.sf_command(file, command, data, bytes) !== 0 ? data : undefined;
  };
  const count = new Uint32Array(1);
  library.sf_command(file, SFC_GET_CUE_COUNT, new Uint8Array(count.buffer), INT_BYTES);
  const cueCount = count[0] ?? 0;
  return {
    broadcast: get(SFC_GET_BROADCAST_INFO, BEXT_HISTORY_AT + BEXT_HISTORY_BYTES_MAX),
    cues: cueCount > 0 ? get(SFC_GET_CUE, INT_BYTES + cueCount * CUE_BYTES) : undefined,
    instrument: get(SFC_GET_INSTRUMENT, INSTRUMENT_BYTES),
    channelMap: get(SFC_GET_CHANNEL_MAP_INFO, channels * INT_BYTES),
    texts: textKinds.flatMap((kind) => {
      const text = library.sf_get_string(file, kind);
      return text === null || text === '' ? [] : [{ kind, text: text.replace(ownName, '') }];
    }),
  };
}

function scaled(bytes: Uint8Array, places: readonly number[], ratio: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const at of places)
    if (at + INT_BYTES <= copy.length)
      view.setUint32(at, Math.min(0xffffffff, Math.round(view.getUint32(at, true) * ratio)), true);
  return copy;
}

function scaledBroadcast(bytes: Uint8Array, ratio: number): Uint8Array {
  const size = new DataView(bytes.buffer).getUint32(BEXT_HISTORY_SIZE_AT, true);
  const copy = bytes.slice(0, BEXT_HISTORY_AT + Math.max(256, Math.min(size, BEXT_HISTORY_BYTES_MAX)));
  const view = new DataView(copy.buffer);
  const time = view.getBigUint64(BEXT_TIME_AT, true);
  if (ratio !== 1) view.setBigUint64(BEXT_TIME_AT, BigInt(Math.round(Number(time) * ratio)), true);
  return copy;
}

function cuePlaces(cues: Uint8Array): number[] {
  const count = Math.floor((cues.length - INT_BYTES) / CUE_BYTES);
  return Array.from({ length: count }, (_, i) => cuePositionsAt.map((at) => INT_BYTES + i * CUE_BYTES + at)).flat();
}

function loopPlaces(instrument: Uint8Array): number[] {
  const count = Math.min(LOOPS_MAX, new DataView(instrument.buffer).getUint32(LOOP_COUNT_AT, true));
  return Array.from({ length: count }, (_, i) => LOOPS_AT + i * LOOP_BYTES).flatMap((at) => [at + 4, at + 8]);
}

/**
 * Before the first sample is written. What the format has no place for is left out.
 * @param ratio of the sample rates: output by input.
 */
export function writeMetadata(
  library: SndFile,
  file: SoundPointer,
  { broadcast, cues, instrument, channelMap, texts }: SoundMetadata,
  { channels, ratio }: { channels: number; ratio: number },
): void {
  const set = (command: number, data: Uint8Array) => library.sf_command(file, command, data, data.length);
  if (broadcast !== undefined) set(SFC_SET_BROADCAST_INFO, scaledBroadcast(broadcast, ratio));
  if (cues !== undefined) set(SFC_SET_CUE, scaled(cues, cuePlaces(cues), ratio));
  if (instrument !== undefined) set(SFC_SET_INSTRUMENT, scaled(instrument, loopPlaces(instrument), ratio));
  if (channelMap !== undefined && channelMap.length === channels * INT_BYTES) set(SFC_SET_CHANNEL_MAP_INFO, channelMap);
  for (const { kind, text } of texts) library.sf_set_string(file, kind, text);
}
