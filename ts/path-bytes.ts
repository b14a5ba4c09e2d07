// SPDX-License-Identifier: BSD-2-Clause
/**
 * File names are bytes, and may not be UTF-8; Node decodes the command line and loses invalid bytes. So such bytes are
 * kept as lone surrogates (as in Python): 0xE4 is U+DCE4.
 */
import { readFileSync } from 'node:fs';

const FIRST_SURROGATE = 0xdc00;
const LOST_TEXT = '\ufffd';

/** Decodes bytes; those that are not UTF-8 are kept. */
export function textOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (!buffer.toString().includes(LOST_TEXT)) return buffer.toString();
  let text = '';
  for (let at = 0; at < buffer.length; ) {
    const length = [1, 2, 3, 4].find((count) => isWhole(buffer.subarray(at, at + count))) ?? 0;
    if (length > 0) text += buffer.toString('utf8', at, at + length);
    else text += String.fromCharCode(FIRST_SURROGATE + (buffer[at] ?? 0));
    at += Math.max(1, length);
  }
  return text;
}

function isWhole(bytes: Buffer): boolean {
  const text = bytes.toString();
  return [...text].length === 1 && Buffer.from(text).equals(bytes);
}

/** The form of a path that the file system accepts. */
export function bytesOf(path: string): string | Buffer {
  if (!/[\udc80-\udcff]/.test(path)) return path;
  const bytes: number[] = [];
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    const isByte = character.length === 1 && code >= FIRST_SURROGATE + 0x80 && code <= FIRST_SURROGATE + 0xff;
    if (isByte) bytes.push(code - FIRST_SURROGATE);
    else bytes.push(...Buffer.from(character));
  }
  return Buffer.from(bytes);
}

/** The words of the command line, byte for byte. @param words the last of them, as decoded by Node. */
export function withBytes(words: readonly string[]): string[] {
  if (!words.some((word) => word.includes(LOST_TEXT))) return [...words];
  const line = readFileSync('/proc/self/cmdline');
  const all = line.toString('latin1').split('\0').slice(0, -1);
  return all.slice(all.length - words.length).map((word) => textOfBytes(Buffer.from(word, 'latin1')));
}
