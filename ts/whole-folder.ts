// SPDX-License-Identifier: BSD-2-Clause
/**
 * A folder that is changed under a temporary name, and takes its place when it is complete: if anything goes wrong, the
 * previous folder stays as it was, and nothing else is left.
 */
import { accessSync, constants, cpSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OddFileError } from './regular-file.ts';
import { targetOf } from './whole-file.ts';

/** Temporary names are unique within this process, too. */
let count = 0;

export class WholeFolder {
  /** What is to be changed: a copy of what there is, or an empty folder. */
  readonly path: string;
  readonly #target: string;
  readonly #isNew: boolean;

  /** @throws OddFileError, the operating system's error */
  constructor(path: string) {
    this.#target = targetOf(path);
    this.path = join(dirname(this.#target), `.maolan-${process.pid}-${count++}.tmp`);
    const before = statSync(this.#target, { throwIfNoEntry: false });
    if (before !== undefined && !before.isDirectory()) throw new OddFileError('it is not a folder');
    this.#isNew = before === undefined;
    if (this.#isNew) mkdirSync(this.path);
    else this.#copy();
  }

  #copy(): void {
    accessSync(this.#target, constants.W_OK);
    try {
      cpSync(this.#target, this.path, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Everything is written: take the place. @throws the operating system's error; then the previous folder is there */
  commit(): void {
    const before = `${this.path}.old`;
    if (!this.#isNew) renameSync(this.#target, before);
    try {
      renameSync(this.path, this.#target);
    } catch (error) {
      if (!this.#isNew) renameSync(before, this.#target);
      throw error;
    }
    rmSync(before, { recursive: true, force: true });
  }

  /** Remove the temporary folder. Does nothing after commit. */
  discard(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
