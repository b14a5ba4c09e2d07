// SPDX-License-Identifier: BSD-2-Clause
/** Requests answered by the plugin. */
import {
  PROTOCOL_REQUEST_ASK,
  PROTOCOL_REQUEST_DESCRIBE,
  PROTOCOL_REQUEST_RESTORE_STATE,
  PROTOCOL_REQUEST_SAVE_STATE,
  PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY,
  PROTOCOL_REQUEST_SETTLE,
} from '../../contract/protocol.ts';
import { RECOVERY_AGAIN, RECOVERY_RESTORE, RECOVERY_SAVE, RECOVERY_SERVE } from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { Log } from '../log.ts';
import { answer } from './answers.ts';
import type { AudioLink } from './audio-link.ts';
import type { Editor } from './editor.ts';
import { packState, StateError, unpackState } from './envelope.ts';
import type { Format } from './formats.ts';
import { answerWithKept } from './kept-answer.ts';
import type { LastGood } from './last-good.ts';
import type { Offline } from './offline.ts';
import { Questions } from './questions.ts';
import type { Recovery } from './recovery.ts';
import type { Origin, Responder } from './requests.ts';
import { DONE, REFUSED } from './result.ts';
import { releaseStateMemory } from './state-memory.ts';

export interface RunningParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  link: AudioLink;
  format: Format;
  /** undefined: real time, in a DAW. */
  offline: Offline | undefined;
  editor: Editor;
  recovery: Recovery;
  lastGood: LastGood;
  log: Log;
}

const REFUSED_BY_PLUGIN = 'The state was not restored: it is damaged, or the plugin refused it; nothing was changed';

export class Running implements Responder {
  readonly #parts: RunningParts;
  readonly #questions = new Questions();
  /** Size of the last state handled. */
  #bytes = 0;

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  answer(type: number, origin: Origin): number {
    if (type === PROTOCOL_REQUEST_SAVE_STATE) return this.#save(origin);
    if (type === PROTOCOL_REQUEST_RESTORE_STATE) return this.#restore();
    return origin === 'fatal' ? REFUSED : this.#ask(type);
  }

  settled(): void {
    releaseStateMemory(this.#parts.os, this.#parts.core, this.#bytes);
    this.#bytes = 0;
  }

  showEditor(origin: Origin): boolean {
    return origin !== 'fatal' && this.#parts.editor.show();
  }

  hideEditor(): void {
    this.#parts.editor.hide();
  }

  #ask(type: number): number {
    const { core, plugin, format, recovery, lastGood, offline } = this.#parts;
    if (type === PROTOCOL_REQUEST_SETTLE && offline !== undefined)
      return recovery.during(RECOVERY_SERVE, () => offline.answer(this.#parts));
    if (type === PROTOCOL_REQUEST_ASK) return this.#answerQuestion();
    if (type !== PROTOCOL_REQUEST_DESCRIBE && !format.requests.includes(type)) return REFUSED;
    const result = recovery.during(RECOVERY_SERVE, () => answer(core, plugin, type));
    if (result === REFUSED) return result;
    if (type === PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY) noteDirectory(core, recovery);
    // A request without an answer changes something.
    if (result === DONE) lastGood.edited();
    return result;
  }

  #answerQuestion(): number {
    const { core, recovery, lastGood } = this.#parts;
    const { bytes, isEdited } = recovery.during(RECOVERY_SERVE, () => this.#questions.answer(this.#parts));
    if (isEdited) {
      core.exports.host_set_state_dirty();
      lastGood.restored();
    }
    return bytes;
  }

  #save(origin: Origin): number {
    const { core, plugin, format, recovery, lastGood, log } = this.#parts;
    if (recovery.standsIn) return answerWithKept(this.#parts, 'as it came');
    if (origin === 'fatal' && !this.#mayTryAgain()) return this.#saveKept();
    const { isForPreset } = this.#questions;
    try {
      const bytes = recovery.during(RECOVERY_SAVE, () =>
        this.#questions.aroundState(plugin, () => format.save(core, plugin)),
      );
      if (bytes >= 0 && !isForPreset) lastGood.given(bytes);
      this.#bytes = bytes;
      return packState(core, format.name, bytes);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      log.say('error', error.message);
      return REFUSED;
    }
  }

  /**
   * It crashed during this save, but the changes since its last state have been restored to it, and exist nowhere else.
   */
  #mayTryAgain(): boolean {
    const { plan } = this.#parts.recovery;
    return plan.kind === 'again' && plan.restore === 'with-changes' && this.#parts.recovery.changes().length > 0;
  }

  /** Never returns a state that is older than the DAW's changes. */
  #saveKept(): number {
    const { recovery, log } = this.#parts;
    if (!recovery.hasState) return REFUSED;
    if (recovery.changes().length === 0) return answerWithKept(this.#parts, 'as it was before the plugin crashed');
    log.say(
      'error',
      'The state was not saved: the plugin crashed twice while saving it, and its last good state lacks the changes since; save once more',
    );
    return REFUSED;
  }

  /** An invalid state never reaches the plugin; one that makes it crash becomes the last good one, byte for byte. */
  #restore(): number {
    const { core, plugin, format, recovery, lastGood } = this.#parts;
    const onWire = core.exports.host_request_read();
    lastGood.look();
    const wasUntouched = lastGood.isUntouched;
    let reason = REFUSED_BY_PLUGIN;
    try {
      if (onWire >= 0) recovery.tryState(core, onWire);
      const bytes = unpackState(core, format.name, onWire);
      this.#bytes = bytes;
      const restored = recovery.during(RECOVERY_RESTORE, () =>
        this.#questions.aroundState(plugin, () => format.restore(core, plugin, bytes)),
      );
      if (restored !== false) {
        recovery.commitState();
        if (restored === 'partly') lastGood.restoredPartly(wasUntouched);
        else lastGood.restored();
        return DONE;
      }
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      reason = error.message;
    }
    this.#refuse(reason, onWire >= 0);
    return REFUSED;
  }

  /**
   * The plugin keeps its settings. If these are only defaults, the state in the DAW's project is worth more, and saving
   * the project must not overwrite it with them. But if the plugin was restored or edited before, it has the project's
   * settings, and the refused state was a preset.
   */
  #refuse(reason: string, kept: boolean): void {
    const { recovery, lastGood, log } = this.#parts;
    // Reloaded for this state after a crash: the previous state can be restored.
    if (recovery.last.cause === RECOVERY_AGAIN && recovery.standsIn) {
      log.say('error', `${reason}. The plugin goes on ${lastGood.fallBack()}`);
      return;
    }
    lastGood.look();
    const standsIn = recovery.on && kept && lastGood.isUntouched;
    if (standsIn) {
      recovery.commitState();
      lastGood.standAside();
    }
    const promise = '. Until something is edited, saving the project keeps the state as it came';
    log.say('error', standsIn ? reason + promise : reason);
  }
}

/** The path that the request has left in scratch belongs to the state. */
function noteDirectory({ exports, u8 }: Core, recovery: Recovery): void {
  const bytes = exports.request_read_path(PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY);
  const at = exports.state_buffer();
  const path = new TextDecoder().decode(u8.subarray(at, at + bytes));
  if (bytes >= 0) recovery.noteDirectory(path, exports.request_path_shared() !== 0);
}
