/**
 * The DAW's requests, served one after the other on the main thread.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import { restoreLv2State, saveLv2State } from './state-lv2.ts';

// enum protocol_request, enum protocol_status
const SAVE_STATE = 1;
const RESTORE_STATE = 2;
const GUI_SHOW = 3;
const GUI_HIDE = 4;
const STATUS_OK = 1;
const STATUS_ERROR = 2;
const NO_ANSWER = -1;

export class Requests {
  readonly #os: Os;
  readonly #core: Core;
  readonly #plugin: Plugin;
  readonly #say: (text: string) => void;
  readonly #waiting: { type: number; wakeMs: number }[] = [];

  constructor(os: Os, core: Core, plugin: Plugin, say: (text: string) => void) {
    this.#os = os;
    this.#core = core;
    this.#plugin = plugin;
    this.#say = say;
  }

  /** A request seen by the audio thread at wakeMs (clock_ms). */
  add(type: number, wakeMs: number): void {
    this.#waiting.push({ type, wakeMs });
  }

  serve(): void {
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      const { type, wakeMs } = request;
      if (type === GUI_SHOW) this.#say('This version of the host opens no plugin windows; the audio goes on');
      if (type === GUI_SHOW || type === GUI_HIDE) continue;
      const { status, bytes } = this.#answer(type);
      const age = (this.#os.clock_ms() - wakeMs) >>> 0;
      this.#os.audio_request_done(this.#core.exports.host_request_finish(type, status, bytes, age));
    }
  }

  #answer(type: number): { status: number; bytes: number } {
    if (type === SAVE_STATE) {
      const bytes = saveLv2State(this.#core, this.#plugin);
      if (bytes < 0) this.#say('The state was not saved: the plugin refused, or its state is larger than 64 KiB');
      return bytes < 0 ? { status: STATUS_ERROR, bytes: NO_ANSWER } : { status: STATUS_OK, bytes };
    }
    if (type === RESTORE_STATE) {
      const bytes = this.#core.exports.host_request_read();
      const restored = bytes >= 0 && restoreLv2State(this.#core, this.#plugin, bytes);
      if (!restored)
        this.#say('The state was not restored: it is damaged, or the plugin refused it; nothing was changed');
      return { status: restored ? STATUS_OK : STATUS_ERROR, bytes: NO_ANSWER };
    }
    return { status: STATUS_ERROR, bytes: NO_ANSWER };
  }
}
