// SPDX-License-Identifier: BSD-2-Clause
/** A file or folder that cannot be read or written: one sentence for the same failure, whatever was to be done with it. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { bytesOf } from '../path-bytes.ts';
import { ChoiceError } from './choice-error.ts';

/** It was named rightly, but the system refuses it. */
export class FileError extends ChoiceError {
  override name = 'FileError';
}

/** "permission denied" of "EACCES: permission denied, open 'x'": the path is not always the one that was named. */
function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return /^E[A-Z0-9]+: (.*?)(?:, \w+(?: '.*)?)?$/s.exec(message)?.[1] ?? message;
}

export function unwritable(path: string, error: unknown): FileError {
  const folder = dirname(resolve(path));
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(bytesOf(folder));
  const reason = isMissing ? `there is no folder ${folder}` : reasonOf(error);
  return new FileError(`${path} cannot be written: ${reason}`, { cause: error });
}

/** A ChoiceError if there is nothing. */
export function unreadable(path: string, error: unknown): ChoiceError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  if (isMissing) return new ChoiceError(`${path}: no such file`, { cause: error });
  return new FileError(`${path} cannot be read: ${reasonOf(error)}`, { cause: error });
}
