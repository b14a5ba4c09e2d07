// SPDX-License-Identifier: BSD-2-Clause
/**
 * Answers requests without the plugin, which has crashed too often or cannot be loaded again. Saving the project loses
 * nothing: the last good state is returned. A restore, or a request to show the editor, tries the plugin once more, in
 * a new process, because the crashed plugin may have damaged this one.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import {
  PROTOCOL_REQUEST_GUI_SHOW,
  PROTOCOL_REQUEST_RESTORE_STATE,
  PROTOCOL_REQUEST_SAVE_STATE,
} from '../../contract/protocol.ts';
import { RECOVERY_AGAIN } from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Log } from '../log.ts';
import { StateError, unpackState } from './envelope.ts';
import type { Format } from './formats.ts';
import { answerWithKept } from './kept-answer.ts';
import type { Recovery } from './recovery.ts';
import type { Origin, Responder } from './requests.ts';
import { REFUSED } from './result.ts';
import { releaseStateMemory } from './state-memory.ts';

export interface BypassedParts {
  os: Os;
  core: Core;
  format: Format;
  recovery: Recovery;
  log: Log;
}

export class Bypassed implements Responder {
  readonly #parts: BypassedParts;

  constructor(parts: BypassedParts) {
    this.#parts = parts;
  }

  answer(type: number, origin: Origin): number {
    if (type === PROTOCOL_REQUEST_SAVE_STATE)
      return answerWithKept(this.#parts, 'that it last had: the plugin is bypassed');
    if (type === PROTOCOL_REQUEST_RESTORE_STATE) return this.#restore(origin);
    return REFUSED;
  }

  settled(): void {
    // The state's size is unknown here, so release everything; this process handles few states.
    releaseStateMemory(this.#parts.os, this.#parts.core, STATE_BYTES_MAX);
  }

  showEditor(origin: Origin): boolean {
    const { recovery } = this.#parts;
    if (this.#wasTried(origin)) return false;
    recovery.noteEditor(true);
    recovery.retry(PROTOCOL_REQUEST_GUI_SHOW);
    return false;
  }

  hideEditor(): void {
    this.#parts.recovery.noteEditor(false);
  }

  /** The plugin has already been retried for this request. */
  #wasTried(origin: Origin): boolean {
    return origin === 'fatal' || (origin === 'inherited' && this.#parts.recovery.last.cause === RECOVERY_AGAIN);
  }

  #restore(origin: Origin): number {
    const { core, format, recovery, log } = this.#parts;
    const onWire = core.exports.host_request_read();
    try {
      if (onWire >= 0) recovery.tryState(core, onWire);
      unpackState(core, format.name, onWire);
      // Recorded before the retry: the next process answers this request.
      if (!this.#wasTried(origin)) recovery.retry(PROTOCOL_REQUEST_RESTORE_STATE);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      log.say('error', error.message);
      // The DAW's project contains it, corrupted or not; the last good state is the better one.
      if (recovery.hasState) return REFUSED;
    }
    if (onWire >= 0) recovery.commitState();
    log.say(
      'error',
      'The state was not restored: the plugin is bypassed. Saving the project keeps the state as it came',
    );
    return REFUSED;
  }
}
