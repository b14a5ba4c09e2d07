/**
 * The DAW's requests, served one after the other on the main thread.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { Format } from './formats.ts';

// enum protocol_request, enum protocol_status
const SAVE_STATE = 1;
const RESTORE_STATE = 2;
const GUI_SHOW = 3;
const GUI_HIDE = 4;
const STATUS_OK = 1;
const STATUS_ERROR = 2;
const NO_ANSWER = -1;

export interface RequestsParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  format: Format;
  /** Say a line to the user, in the name of this instance. */
  say(text: string): void;
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
    const { os, core, say } = this.#parts;
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      const { type, wakeMs } = request;
      if (type === GUI_SHOW) say('This version of the host opens no plugin windows; the audio goes on');
      if (type === GUI_SHOW || type === GUI_HIDE) continue;
      const { status, bytes } = this.#answer(type);
      const age = (os.clock_ms() - wakeMs) >>> 0;
      os.audio_request_done(core.exports.host_request_finish(type, status, bytes, age));
    }
  }

  #answer(type: number): { status: number; bytes: number } {
    const { core, plugin, format, say } = this.#parts;
    if (type === SAVE_STATE) {
      const bytes = format.save(core, plugin);
      if (bytes < 0) say('The state was not saved: the plugin refused, or its state is larger than 64 KiB');
      return bytes < 0 ? { status: STATUS_ERROR, bytes: NO_ANSWER } : { status: STATUS_OK, bytes };
    }
    if (type === RESTORE_STATE) {
      const bytes = core.exports.host_request_read();
      const restored = bytes >= 0 && format.restore(core, plugin, bytes);
      if (!restored) say('The state was not restored: it is damaged, or the plugin refused it; nothing was changed');
      return { status: restored ? STATUS_OK : STATUS_ERROR, bytes: NO_ANSWER };
    }
    return { status: STATUS_ERROR, bytes: NO_ANSWER };
  }
}
