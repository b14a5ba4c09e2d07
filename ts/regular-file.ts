// SPDX-License-Identifier: BSD-2-Clause
/**
 * Reads files that this program has written, or was given, without trusting them: a file that has become a pipe, a
 * device or far too large is an error at once. Otherwise opening a pipe would wait for its writer, and a device may
 * never end.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { bytesOf } from './path-bytes.ts';

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Not a file that can be read as a whole. */
export class OddFileError extends Error {
  override name = 'OddFileError';
}

function sizeText(bytes: number): string {
  return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MiB` : `${bytes} bytes`;
}

function readAll(fd: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  while (at < size) {
    const read = readSync(fd, bytes, at, size - at, at);
    if (read === 0) break; // it was truncated meanwhile
    at += read;
  }
  return bytes.subarray(0, at);
}

/**
 * All bytes of a regular file, up to its size when it was opened.
 * @throws OddFileError, or the operating system's error.
 */
export function readRegularFile(path: string, bytesMax: number): Buffer {
  const fd = openSync(bytesOf(path), FLAGS);
  try {
    const status = fstatSync(fd);
    if (status.isDirectory()) throw new OddFileError('it is a folder');
    if (!status.isFile()) throw new OddFileError('it is a pipe or a device, not a file');
    if (status.size > bytesMax)
      throw new OddFileError(`it has ${sizeText(status.size)}, more than the limit of ${sizeText(bytesMax)}`);
    return readAll(fd, status.size);
  } finally {
    closeSync(fd);
  }
}
