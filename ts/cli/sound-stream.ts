// SPDX-License-Identifier: BSD-2-Clause
/** Sound that comes from a pipe, or goes into one: `-`, `/dev/fd/N`, a FIFO. The formats want to go back to their headers, so it takes the way
 * through a file without a name. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
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

/** It may never end. */
function isDevice(path: string): boolean {
  const status = statSync(bytesOf(path));
  return status.isCharacterDevice() || status.isBlockDevice();
}

/** A descriptor that this process was given; undefined: another path. */
function descriptorOf(path: string): number | undefined {
  const [, number] = /^\/(?:dev\/fd|proc\/self\/fd)\/(\d+)$/.exec(path) ?? [];
  if (number !== undefined) return Number(number);
  return path === '/dev/stdout' ? 1 : undefined;
}

/** What is written to as it stands, and not replaced: a stream, or what a shell has opened. */
export function isSink(path: string): boolean {
  return isStream(path) || descriptorOf(path) !== undefined;
}

/** A FIFO without another end is waited for: no longer than until the signal. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
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

/** A file under another name, for a library that goes by it. @param action is done before the name is gone again. */
export function underName<T>(name: string, fd: number, action: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-sound-'));
  try {
    symlinkSync(`/proc/self/fd/${fd}`, join(folder, name));
    return action(join(folder, name));
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
  if (path !== STREAM_NAME && isDevice(path)) throw new CommandError(`${path} cannot be read: it is a device`);
  const fd = openNameless();
  try {
    const target = createWriteStream('', { fd, autoClose: false, start: 0 });
    const opened = () => abortable(open(bytesOf(path)), signal);
    const source = path === STREAM_NAME ? process.stdin : (await opened()).createReadStream();
    await pipeline(source, target, { signal });
    return fd;
  } catch (error) {
    closeSync(fd);
    signal.throwIfAborted();
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** A stream into what a path names. What a shell has opened is written to where it stands, perhaps behind what is there. */
async function sinkOf(path: string, signal: AbortSignal | undefined): Promise<Writable> {
  const fd = descriptorOf(path);
  if (fd !== undefined && fstatSync(fd).isFile()) return createWriteStream('', { fd, autoClose: false });
  return (await abortable(open(bytesOf(path), 'w'), signal)).createWriteStream();
}

/** The whole file behind a descriptor into a stream. @throws CommandError, or the signal's reason */
export async function giveOut(fd: number, path: string, signal?: AbortSignal): Promise<void> {
  // Where the target fails, the pipeline closes its source, too.
  const source = createReadStream('', { fd: openSync(`/proc/self/fd/${fd}`, 'r'), start: 0 });
  try {
    if (path === STREAM_NAME) await pipeline(source, process.stdout, { end: false });
    else await pipeline(source, await sinkOf(path, signal));
  } catch (error) {
    source.destroy();
    signal?.throwIfAborted();
    throw new CommandError(`${path} cannot be written: ${(error as Error).message}`);
  }
}
