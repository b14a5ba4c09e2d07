// SPDX-License-Identifier: BSD-2-Clause
/** The DAW's requests, handled one after the other on the main thread. */
import {
  PROTOCOL_REQUEST_GUI_HIDE,
  PROTOCOL_REQUEST_GUI_SHOW,
  PROTOCOL_STATUS_ERROR,
  PROTOCOL_STATUS_OK,
} from '../../contract/protocol.ts';
import type { Milliseconds } from '../../contract-types.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Log } from '../log.ts';
import { ageMs } from './prepare.ts';
import type { Recovery } from './recovery.ts';
import { crashedOfRequest, hasUnansweredRequest } from './restart-policy.ts';
import { DONE, REFUSED } from './result.ts';

const NO_BYTES = -1;
/** This long after the start of the process, no client waits any more for a request sent to the previous process. */
const INHERITED_MS_MAX = 5000;

/**
 * new: sent to this process. inherited: outstanding when the previous one ended. fatal: the plugin crashed because of
 * it.
 */
export type Origin = 'new' | 'inherited' | 'fatal';

/** Answers requests: the plugin, or its replacement. */
export interface Responder {
  /** @returns bytes in the core's state buffer, DONE or REFUSED. */
  answer(type: number, origin: Origin): number;
  /** The answer has been copied out of the core's state buffer, or was discarded. */
  settled(): void;
  /** @returns whether the editor is shown. */
  showEditor(origin: Origin): boolean;
  hideEditor(): void;
}

export interface RequestsParts {
  os: Os;
  core: Core;
  recovery: Recovery;
  log: Log;
}

interface Request {
  type: number;
  wakeMs: Milliseconds;
  /** The client waits for a status. */
  isAnswered: boolean;
  origin: Origin;
}

export class Requests {
  readonly #parts: RequestsParts;
  readonly #responder: Responder;
  readonly #waiting: Request[] = [];
  /** Until the audio thread delivers it again. */
  #inherited: Pick<Request, 'type' | 'origin'> | undefined;

  constructor(parts: RequestsParts, responder: Responder) {
    this.#parts = parts;
    this.#responder = responder;
    const { last } = parts.recovery;
    if (!hasUnansweredRequest(last)) return;
    this.#inherited = { type: last.requestType, origin: crashedOfRequest(last) ? 'fatal' : 'inherited' };
  }

  /** Add a request that the audio thread received at wakeMs (clock_ms). */
  add(type: number, wakeMs: Milliseconds, isAnswered: boolean): void {
    const inherited = this.#inherited;
    const isInherited = inherited?.type === type && ageMs() < INHERITED_MS_MAX;
    if (isInherited) this.#inherited = undefined;
    this.#waiting.push({ type, wakeMs, isAnswered, origin: isInherited ? inherited.origin : 'new' });
  }

  serve(): void {
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      if (request.isAnswered) this.#serveOne(request);
      else if (request.type === PROTOCOL_REQUEST_GUI_SHOW) this.#responder.showEditor(request.origin);
      else if (request.type === PROTOCOL_REQUEST_GUI_HIDE) this.#responder.hideEditor();
    }
  }

  #answer(type: number, origin: Origin): number {
    if (type === PROTOCOL_REQUEST_GUI_SHOW) return this.#responder.showEditor(origin) ? DONE : REFUSED;
    return this.#responder.answer(type, origin);
  }

  #serveOne({ type, wakeMs, origin }: Request): void {
    const { os, core, log } = this.#parts;
    // A request that the client has seen fail must not be carried out later.
    const result = os.audio_request_is_awaited() === 1 ? this.#answer(type, origin) : REFUSED;
    const age = (os.clock_ms() - wakeMs) >>> 0;
    if (os.audio_request_claim() !== 1) {
      log.say(
        'warning',
        `Request ${type} took ${age} ms, which is longer than a DAW waits: the DAW was answered with an error`,
      );
      this.#responder.settled();
      return;
    }
    const status = result === REFUSED ? PROTOCOL_STATUS_ERROR : PROTOCOL_STATUS_OK;
    log.say('debug', `Request ${type} ${status === PROTOCOL_STATUS_OK ? 'served' : 'refused'} after ${age} ms`);
    const reply = core.exports.host_request_finish(type, status, Math.max(result, NO_BYTES), age);
    os.audio_request_done(reply);
    this.#responder.settled();
  }
}
