// SPDX-License-Identifier: BSD-2-Clause
/** The sentences of the commands, as errors of the library. */
import { CommandError } from '../cli/command.ts';
import { PluginHostError } from '../client/errors.ts';

/** Call what throws CommandErrors. @throws PluginHostError SOUND_FAILED in their place */
export function told<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asTold(error);
  }
}

export function asTold(error: unknown): unknown {
  return error instanceof CommandError ? new PluginHostError('SOUND_FAILED', error.message, { cause: error }) : error;
}
