// SPDX-License-Identifier: BSD-2-Clause
/** Reads all bytes of a source, but never more than a state can have. */
import { STATE_BYTES_MAX } from './codec.ts';
import { StateFormatError } from './errors.ts';
import { joined } from './gzip.ts';
import type { StateReader, StateSource } from './types.ts';

/** A state of 64 MiB in base64 and some JSON. */
const FILE_BYTES_MAX = Math.ceil(STATE_BYTES_MAX / 3) * 4 + 65_536;

function tooLarge(): StateFormatError {
  return new StateFormatError(
    'This is too large for a state: no state has more than 64 MiB',
    'too-large',
    STATE_BYTES_MAX,
  );
}

async function* chunksOf(reader: StateReader): AsyncGenerator<Uint8Array> {
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the stream must consist of bytes (Uint8Array)');
    size += chunk.length;
    if (size > FILE_BYTES_MAX) throw tooLarge();
    kept.push(chunk);
  }
  return joined(kept, size);
}

function isObject(source: unknown): source is object {
  return typeof source === 'object' && source !== null;
}

/** @throws StateFormatError 'too-large', TypeError, and whatever the source throws. */
export async function bytesOf(source: StateSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (isObject(source) && 'arrayBuffer' in source) {
    if ((source.size ?? 0) > FILE_BYTES_MAX) throw tooLarge();
    return new Uint8Array(await source.arrayBuffer());
  }
  if (isObject(source) && 'getReader' in source) return collect(chunksOf(source.getReader()));
  if (isObject(source) && Symbol.asyncIterator in source) return collect(source);
  throw new TypeError('a state must be bytes, a Blob, or a stream of bytes');
}
