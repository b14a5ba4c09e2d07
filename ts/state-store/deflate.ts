// SPDX-License-Identifier: BSD-2-Clause
/**
 * Compresses and verifies the bytes of a state. Deflated bytes are a gzip stream, so that a file of the store can be
 * recovered by hand (`zcat`).
 */
import { createRequire } from 'node:module';
import { StateError } from './state-error.ts';

/** Loaded on demand: Node takes up to 14 ms to load these two, and a host needs neither to start. */
const load = createRequire('/');
const nodeCrypto = () => load('node:crypto') as typeof import('node:crypto');
const nodeZlib = () => load('node:zlib') as typeof import('node:zlib');

/** From this size on time matters more than space: a DAW waits 5 s for a save. */
const LARGE_BYTES = 4 << 20;
const LEVEL = 6;
const LEVEL_LARGE = 1;
/** Stored uncompressed: half a second of work on 20 MiB of samples would save a tenth of the space. */
const LEVEL_NOISE = 0;
const PROBES = 8;
const PROBE_BYTES = 1 << 15;
/** Remaining share of the samples' size after deflating; noise leaves 1. */
const NOISE_RATIO = 0.8;
const CHUNK_BYTES = 1 << 18;
const TRAILER_BYTES = 4;

/** SHA-256 in lower-case hexadecimal. */
export function hashOf(raw: Uint8Array): string {
  return nodeCrypto().createHash('sha256').update(raw).digest('hex');
}

export function deflate(raw: Uint8Array): Buffer {
  const level = raw.length <= LARGE_BYTES ? LEVEL : isNoise(raw) ? LEVEL_NOISE : LEVEL_LARGE;
  return nodeZlib().gzipSync(raw, { level, chunkSize: CHUNK_BYTES });
}

/** Whether deflating is not worth the time, judged by evenly spread samples of the data. */
function isNoise(raw: Uint8Array): boolean {
  const step = Math.floor(raw.length / PROBES);
  const probes = Array.from({ length: PROBES }, (_, i) => raw.subarray(i * step, i * step + PROBE_BYTES));
  const left = nodeZlib().gzipSync(Buffer.concat(probes), { level: LEVEL_LARGE }).length;
  return left > NOISE_RATIO * PROBES * PROBE_BYTES;
}

/**
 * The raw bytes, if they match rawBytes and hash. Never produces more than rawBytes, whatever the deflated bytes claim.
 * @throws StateError 'damaged', to which the caller adds where.
 */
export function inflate(deflated: Uint8Array, rawBytes: number, hash: string): Buffer {
  let raw: Buffer;
  try {
    // maxOutputLength must be at least 1.
    raw = nodeZlib().gunzipSync(deflated, { maxOutputLength: Math.max(rawBytes, 1), chunkSize: CHUNK_BYTES });
  } catch {
    throw new StateError('damaged');
  }
  if (raw.length !== rawBytes || hashOf(raw) !== hash) throw new StateError('damaged');
  return raw;
}

/** The number of raw bytes according to the end of a gzip stream, unchecked. */
export function rawBytesIn(end: Uint8Array): number {
  if (end.length < TRAILER_BYTES) return 0;
  return Buffer.from(end.subarray(end.length - TRAILER_BYTES)).readUInt32LE();
}
