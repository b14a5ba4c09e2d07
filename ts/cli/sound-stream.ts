// SPDX-License-Identifier: BSD-2-Clause
/** Sound that comes from a pipe, or goes into one: `-`, `/dev/fd/N`, a FIFO. The formats want to go back to their headers, so it takes the way
 * through a file without a name. */
import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bytesOf } from '../path-bytes.ts';
import { CommandError } from './command.ts';

/** Standard input, or standard output. */
export const STREAM_NAME = '-';

/** A pipe, a terminal, a device: what can be read or written once, from its beginning to its end. */
export function isStream(path: string): boolean {
  if (path === STREAM_NAME) return true;
  const found = statSync(bytesOf(path), { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** A private file, to be closed. */
export function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-sound-'));
  try {
    return openSync(join(folder, 'sound'), 'wx+');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * All that comes out of a stream, as a file.
 * @returns its descriptor, to be closed. @throws CommandError, or the signal's reason.
 */
export async function takeIn(path: string, signal: AbortSignal): Promise<number> {
  if (path === STREAM_NAME && process.stdin.isTTY)
    throw new CommandError('-: standard input is a terminal; a sound file is expected there');
  const fd = openNameless();
  try {
    const target = createWriteStream('', { fd, autoClose: false, start: 0 });
    const source = path === STREAM_NAME ? process.stdin : (await open(bytesOf(path))).createReadStream();
    await pipeline(source, target, { signal });
    return fd;
  } catch (error) {
    closeSync(fd);
    signal.throwIfAborted();
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The whole file behind a descriptor into a stream. @throws CommandError */
export async function giveOut(fd: number, path: string): Promise<void> {
  // Where the target fails, the pipeline closes its source, too.
  const source = createReadStream('', { fd: openSync(`/proc/self/fd/${fd}`, 'r'), start: 0 });
  try {
    if (path === STREAM_NAME) await pipeline(source, process.stdout, { end: false });
    else await pipeline(source, (await open(bytesOf(path), 'w')).createWriteStream());
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${(error as Error).message}`);
  }
}
