// SPDX-License-Identifier: BSD-2-Clause
/**
 * Does a Creative Voice file have its sound in one block? Of several, libsndfile takes the heads of all but the first for sound. What the head
 * says of the length is no help: sox writes it too short where a sample has more than a byte, so only a whole row of blocks counts.
 * The format: https://moddingwiki.shikadi.net/wiki/VOC_Format
 */
import { fstatSync, readSync } from 'node:fs';

const START = 'Creative Voice File';
const FIRST_BLOCK_AT = 20;
const HEAD_BYTES = 4;
const END = 0;
const BLOCK_KIND_MAX = 9;
/** Blocks with sound in them. */
const soundKinds = [1, 2, 9];
const BLOCKS_MAX = 100_000;

function bytesAt(fd: number, position: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  return bytes.subarray(0, readSync(fd, bytes, 0, count, position));
}

/** How many blocks with sound there are, if all of the file is blocks; else 0. */
function soundBlocks(fd: number, size: number): number {
  const start = bytesAt(fd, FIRST_BLOCK_AT, 2);
  let position = start.length === 2 ? start.readUInt16LE(0) : size;
  let count = 0;
  for (let i = 0; i < BLOCKS_MAX && position < size; i++) {
    const head = bytesAt(fd, position, HEAD_BYTES);
    const kind = head[0] ?? END;
    if (kind === END) return count;
    if (kind > BLOCK_KIND_MAX || head.length < HEAD_BYTES) return 0;
    if (soundKinds.includes(kind)) count++;
    position += HEAD_BYTES + head.readUIntLE(1, 3);
  }
  return count;
}

/** The end of a sentence; undefined if it is not such a file, or can be read. */
export function vocFault(fd: number): string | undefined {
  if (bytesAt(fd, 0, START.length).toString('latin1') !== START) return undefined;
  if (soundBlocks(fd, fstatSync(fd).size) <= 1) return undefined;
  return 'has its sound in several blocks, which libsndfile cannot read; convert it to WAV first (ffmpeg -i in.voc out.wav)';
}
