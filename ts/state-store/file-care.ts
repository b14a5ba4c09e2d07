// SPDX-License-Identifier: BSD-2-Clause
/** The store's operations on single files, apart from writing them. */
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { basename } from 'node:path';
import { rawBytesIn } from './deflate.ts';
import { isTemporary, temporaryPathFor } from './durable-file.ts';

/** No writer takes this long for one file. */
const LEFT_MS = 24 * 3600 * 1000;
const END_BYTES = 4;

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Set the modification time to now. */
export function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

/** The number of raw bytes according to the file's last word; 0 if the file has none or is gone. */
export function rawBytesAtEnd(path: string): number {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return 0;
  }
  try {
    if (!fstatSync(fd).isFile()) return 0;
    const end = new Uint8Array(END_BYTES);
    const read = readSync(fd, end, 0, END_BYTES, Math.max(0, fstatSync(fd).size - END_BYTES));
    return rawBytesIn(end.subarray(0, read));
  } finally {
    closeSync(fd);
  }
}

/**
 * Remove a file that has not been used since. A host may be about to use it, so it is first moved aside, and moved back
 * if it was used meanwhile.
 * @returns whether it was removed.
 */
export function removeUnused(path: string, since: Date): boolean {
  const aside = temporaryPathFor(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false; // another process removed it first
    throw error;
  }
  const isUnused = statSync(aside).mtimeMs <= since.getTime() + 1;
  if (!isUnused) putBack(aside, path);
  unlinkSync(aside);
  return isUnused;
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error; // a host has written it again
  }
}

/** Remove those of these files that crashed writers have left. */
export function removeLeftovers(paths: readonly string[]): void {
  for (const path of paths.filter((path) => isTemporary(basename(path)))) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined && status.mtimeMs < Date.now() - LEFT_MS) unlinkSync(path);
  }
}
