// SPDX-License-Identifier: BSD-2-Clause
/**
 * A file that is written under a temporary name, and renamed when it is complete: if anything goes wrong, no partial
 * file is left, and the previous file stays.
 */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bytesOf, textOfBytes } from './path-bytes.ts';

const LINKS_MAX = 40;
const PERMISSIONS = 0o777;

/** Temporary names are unique within this process, too. */
let count = 0;

/** For a link, the target is written, even if it does not exist yet. */
export function targetOf(path: string): string {
  let target = path;
  for (let i = 0; i < LINKS_MAX; i++) {
    try {
      return textOfBytes(realpathSync(bytesOf(target), 'buffer'));
    } catch {}
    try {
      target = resolve(dirname(target), textOfBytes(readlinkSync(bytesOf(target), 'buffer')));
    } catch {
      return target; // not a link: there is nothing yet
    }
  }
  return path;
}

export class WholeFile {
  /** For writing; closed by commit and discard. */
  readonly fd: number;
  readonly #target: string;
  readonly #temporary: string;
  #isDone = false;

  /** Takes over the permissions of the file that it replaces. @throws the operating system's error */
  constructor(path: string) {
    this.#target = targetOf(path);
    this.#temporary = join(dirname(this.#target), `.maolan-${process.pid}-${count++}.tmp`);
    const before = statSync(bytesOf(this.#target), { throwIfNoEntry: false });
    if (before !== undefined) accessSync(bytesOf(this.#target), constants.W_OK);
    this.fd = openSync(bytesOf(this.#temporary), 'w+');
    if (before !== undefined) fchmodSync(this.fd, before.mode & PERMISSIONS);
  }

  /** Everything is written: replace the file. @throws the operating system's error; then nothing is left behind. */
  commit(): void {
    if (this.#isDone) return;
    try {
      renameSync(bytesOf(this.#temporary), bytesOf(this.#target));
    } catch (error) {
      this.discard();
      throw error;
    }
    this.#isDone = true;
    closeSync(this.fd);
  }

  /** Remove the temporary file. Does nothing after commit. */
  discard(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    closeSync(this.fd);
    rmSync(bytesOf(this.#temporary), { force: true });
  }
}
