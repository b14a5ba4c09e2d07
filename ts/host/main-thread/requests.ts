/**
 * The DAW's requests, served one after the other on the main thread.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { Log } from '../log.ts';
import { answer, DONE, REFUSED } from './answers.ts';
import type { Editor } from './editor.ts';
import type { Format } from './formats.ts';

// enum protocol_request, enum protocol_status
const SAVE_STATE = 1;
const RESTORE_STATE = 2;
const GUI_SHOW = 3;
const GUI_HIDE = 4;
const STATUS_OK = 1;
const STATUS_ERROR = 2;
const NO_BYTES = -1;

export interface RequestsParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  format: Format;
  editor: Editor;
  log: Log;
}

export class Requests {
  readonly #parts: RequestsParts;
  readonly #waiting: { type: number; wakeMs: number }[] = [];

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** A request seen by the audio thread at wakeMs (clock_ms). */
  add(type: number, wakeMs: number): void {
    this.#waiting.push({ type, wakeMs });
  }

  serve(): void {
    const { os, core, editor, log } = this.#parts;
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      const { type, wakeMs } = request;
      if (type === GUI_SHOW) editor.show();
      if (type === GUI_HIDE) editor.hide();
      if (type === GUI_SHOW || type === GUI_HIDE) continue; // nobody waits
      const result = this.#answer(type);
      const status = result === REFUSED ? STATUS_ERROR : STATUS_OK;
      const age = (os.clock_ms() - wakeMs) >>> 0;
      log.say('debug', `Request ${type} ${status === STATUS_OK ? 'served' : 'refused'} after ${age} ms`);
      os.audio_request_done(core.exports.host_request_finish(type, status, Math.max(result, NO_BYTES), age));
    }
  }

  /** @returns bytes in the core's state buffer, DONE or REFUSED. */
  #answer(type: number): number {
    const { core, plugin, format, log } = this.#parts;
    if (type === SAVE_STATE) {
      const bytes = format.save(core, plugin);
      if (bytes >= 0) return bytes;
      log.say('error', 'The state was not saved: the plugin refused, or its state is larger than 64 KiB');
      return REFUSED;
    }
    if (type === RESTORE_STATE) {
      const bytes = core.exports.host_request_read();
      if (bytes >= 0 && format.restore(core, plugin, bytes)) return DONE;
      log.say('error', 'The state was not restored: it is damaged, or the plugin refused it; nothing was changed');
      return REFUSED;
    }
    return format.requests.includes(type) ? answer(core, plugin, type) : REFUSED;
  }
}
