// SPDX-License-Identifier: BSD-2-Clause
/**
 * Ogg streams have a serial number, which libsndfile draws by chance. Here it is always the same, so that the same sound makes the same file
 * (RFC 3533, section 6).
 */
import { readSync, writeSync } from 'node:fs';

const SERIAL = 1;
const HEAD_BYTES = 27;
const SERIAL_AT = 14;
const CHECKSUM_AT = 22;
const SEGMENTS_AT = 26;
/** 255 segments of 255 bytes. */
const PAGE_BYTES_MAX = HEAD_BYTES + 255 + 255 * 255;
const POLYNOMIAL = 0x04c11db7;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value >>> 0;
});

function checksumOf(page: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < page.length; i++)
    sum = ((sum << 8) ^ (table[((sum >>> 24) ^ (page[i] as number)) & 0xff] as number)) >>> 0;
  return sum;
}

/** @param fd of a whole file with one stream, open for reading and writing. */
export function settleSerial(fd: number): void {
  const buffer = Buffer.alloc(PAGE_BYTES_MAX);
  for (let at = 0; ; ) {
    const bytes = readSync(fd, buffer, 0, PAGE_BYTES_MAX, at);
    if (bytes < HEAD_BYTES || buffer.toString('latin1', 0, 4) !== 'OggS') return;
    const sizes = buffer.subarray(HEAD_BYTES, HEAD_BYTES + (buffer[SEGMENTS_AT] ?? 0));
    const page = buffer.subarray(0, HEAD_BYTES + sizes.length + sizes.reduce((sum, size) => sum + size, 0));
    page.writeUInt32LE(SERIAL, SERIAL_AT);
    page.writeUInt32LE(0, CHECKSUM_AT);
    page.writeUInt32LE(checksumOf(page), CHECKSUM_AT);
    writeSync(fd, page, 0, HEAD_BYTES, at);
    at += page.length;
  }
}
