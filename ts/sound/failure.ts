// SPDX-License-Identifier: BSD-2-Clause
/** Turns errors of the commands into errors of the library. */
import { CommandError } from '../cli/command.ts';
import { PluginHostError } from '../client/errors.ts';

/** Run code that throws CommandErrors. @throws PluginHostError SOUND_FAILED instead */
export function withLibraryErrors<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asLibraryError(error);
  }
}

export function asLibraryError(error: unknown): unknown {
  return error instanceof CommandError ? new PluginHostError('SOUND_FAILED', error.message, { cause: error }) : error;
}
