// SPDX-License-Identifier: BSD-2-Clause
/** Files that exist completely or not at all, even if the machine loses power right after the call. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

const TEMPORARY = /^\..+\.tmp$/;

/** A unique name in the same folder that isTemporary recognizes. */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);
}

/** Whether this is the name of a file that is being written, or was left by a crash. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Replace the file's contents atomically. @throws the operating system's error; then the file is unchanged. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  makeFolder(dirname(path));
  const temporary = temporaryPathFor(path);
  try {
    writeSynced(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
  syncFolder(dirname(path));
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The first error is the one to report. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** Write the folder's entries to disk. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Make a folder and its parents. A folder's own entry is in its parent. */
function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  let above = dirname(first);
  for (const name of relative(above, folder).split(sep)) {
    syncFolder(above);
    above = join(above, name);
  }
}
