// SPDX-License-Identifier: BSD-2-Clause
/** Answers a save with the kept state, because the plugin cannot be asked or does not have that state. */
import type { Core } from '../../core.ts';
import type { Log } from '../log.ts';
import { packState, StateError } from './envelope.ts';
import type { Format } from './formats.ts';
import type { Recovery } from './recovery.ts';
import { REFUSED } from './result.ts';

export interface KeptAnswerParts {
  core: Core;
  format: Format;
  recovery: Recovery;
  log: Log;
}

/**
 * @param which for the log: "the state as ...".
 * @returns bytes in the core's state buffer, or REFUSED.
 */
export function answerWithKept({ core, format, recovery, log }: KeptAnswerParts, which: string): number {
  const state = recovery.takeState(core);
  if (state === undefined) {
    log.say('error', 'The state was not saved: the plugin cannot be asked, and none is known from before');
    return REFUSED;
  }
  try {
    const bytes = state.onWire ? state.bytes : packState(core, format.name, state.bytes);
    log.say('info', `The DAW was given the state ${which}`);
    return bytes;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    log.say('error', error.message);
    return REFUSED;
  }
}
