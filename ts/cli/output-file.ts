// SPDX-License-Identifier: BSD-2-Clause
/** What a command writes: a file that is there when it is complete, or a stream, which gets all of it at the end. */
import { closeSync, statSync } from 'node:fs';
import { bytesOf } from '../path-bytes.ts';
import { WholeFile } from '../whole-file.ts';
import { CommandError } from './command.ts';
import { giveOut, isSink, openNameless } from './sound-stream.ts';

export class OutputFile {
  readonly path: string;
  /** To be written to; closed by commit and discard. */
  readonly fd: number;
  /** undefined: a file without a name, for a stream. */
  readonly #file: WholeFile | undefined;
  #isDone = false;

  /** @throws CommandError if it cannot be written there */
  constructor(path: string) {
    this.path = path;
    if (statSync(bytesOf(path), { throwIfNoEntry: false })?.isDirectory())
      throw new CommandError(`${path} is a folder`);
    try {
      this.#file = isSink(path) ? undefined : new WholeFile(path);
      this.fd = this.#file?.fd ?? openNameless();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): CommandError {
    return error instanceof CommandError
      ? error
      : new CommandError(`${this.path} cannot be written: ${(error as Error).message}`);
  }

  /** All is written: the file takes its place, or goes out. @throws CommandError if it does not; then nothing of it is left. */
  async commit(signal?: AbortSignal): Promise<void> {
    try {
      if (this.#file === undefined) await giveOut(this.fd, this.path, signal);
      else this.#file.commit();
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#failure(error);
    } finally {
      this.discard();
    }
  }

  /** Leave nothing behind. Nothing happens after commit. */
  discard(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (this.#file === undefined) closeSync(this.fd);
    else this.#file.discard();
  }
}
