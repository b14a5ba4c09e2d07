// SPDX-License-Identifier: BSD-2-Clause
/**
 * The plugin's state: read, restored, and kept for the next process.
 */
import { PROTOCOL_REQUEST_RESTORE_STATE, PROTOCOL_REQUEST_SAVE_STATE } from '../contract/protocol.ts';
import type { HostProcess } from './host-process.ts';
import { checkState } from './options.ts';
import type { ParameterTable } from './parameters.ts';
import type { Requests } from './requests.ts';

/** Quiet for so long, or edited for so long: then it is time to keep the state. */
const QUIET_MS = 300;
const EDITED_MS = 1000;
/** Keeping it may take this share of the time. */
const SHARE = 1 / 20;

export class States {
  readonly #requests: Requests;
  readonly #parameters: ParameterTable;
  #kept: Uint8Array | undefined;
  #editedSince: number | undefined;
  #editedLast = 0;
  #notBefore = 0;

  constructor(requests: Requests, parameters: ParameterTable) {
    this.#requests = requests;
    this.#parameters = parameters;
  }

  /** What a restarted plugin is given. */
  get kept(): Uint8Array | undefined {
    return this.#kept;
  }

  /** Something that a state contains was changed. */
  noteEdit(): void {
    this.#editedLast = performance.now();
    this.#editedSince ??= this.#editedLast;
  }

  /** It is time to keep the state: something was edited and let go, or is edited for long. */
  get isDue(): boolean {
    const now = performance.now();
    if (this.#editedSince === undefined || now < this.#notBefore) return false;
    return now - this.#editedLast >= QUIET_MS || now - this.#editedSince >= EDITED_MS;
  }

  /** In one's turn: take the plugin's state, and keep it. @throws PluginHostError */
  async save(host: HostProcess): Promise<Uint8Array> {
    const started = performance.now();
    this.#editedSince = undefined;
    this.#parameters.beginKeeping();
    let state: Uint8Array | undefined;
    try {
      state = await this.#requests.ask(host, PROTOCOL_REQUEST_SAVE_STATE, 'saving the state');
      this.#kept = state;
      return state;
    } finally {
      this.#parameters.endKeeping(state !== undefined);
      const now = performance.now();
      this.#notBefore = now + (now - started) / SHARE;
    }
  }

  /** In one's turn: give the plugin a state, and keep it. @throws PluginHostError; then nothing has changed. */
  async restore(host: HostProcess, state: Uint8Array): Promise<void> {
    checkState(state);
    const bytes = state.slice();
    const putBack = this.#parameters.withhold();
    try {
      await this.#requests.ask(host, PROTOCOL_REQUEST_RESTORE_STATE, 'restoring the state', bytes);
    } catch (error) {
      putBack();
      throw error;
    }
    this.#kept = bytes;
    this.#editedSince = undefined;
    this.#parameters.beginKeeping();
    this.#parameters.endKeeping(true);
  }

  /** Give the plugin in a new process what it had. @throws PluginHostError */
  async bringBack(host: HostProcess, state: Uint8Array): Promise<void> {
    await this.#requests.ask(host, PROTOCOL_REQUEST_RESTORE_STATE, 'restoring the state', state);
    this.#kept = state;
  }
}
