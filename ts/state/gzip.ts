// SPDX-License-Identifier: BSD-2-Clause
/** Compression and hashing with the APIs that browsers and Node share. */
import { StateFormatError } from './errors.ts';

/** SHA-256. */
export async function hashOf(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
}

/** A gzip stream of the bytes. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The contents of a gzip stream. Never produces many more than bytesMax, whatever the stream claims.
 * @param what for sentences, such as `the deflated state`
 * @throws StateFormatError 'damaged', 'too-large'
 */
export async function inflate(deflated: Uint8Array, bytesMax: number, what: string): Promise<Uint8Array> {
  const stream = new Blob([deflated.slice()]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new StateFormatError(`This is damaged: ${what} is not a whole gzip stream`, 'damaged');
    });
    if (done) return joined(chunks, size);
    size += value.length;
    if (size > bytesMax) {
      await reader.cancel();
      throw new StateFormatError(`This is damaged: ${what} holds more than ${bytesMax} bytes`, 'too-large');
    }
    chunks.push(value);
  }
}

/** Concatenates chunks with that total size. */
export function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
