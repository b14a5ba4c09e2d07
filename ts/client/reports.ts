// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the host process tells of its plugin behind the protocol's layout (ts/host/main-thread/reports.ts): that it crashed, plays again, or
 * is given up.
 */
import {
  PROTOCOL_PLUGIN_IS_AWAY,
  PROTOCOL_REPORT_BYTES,
  PROTOCOL_REPORT_SLOTS,
  PROTOCOL_REPORTS,
  PROTOCOL_REPORTS_WRITTEN,
} from '../contract/protocol.ts';
import type { Core } from '../core.ts';
import type { Report } from '../report.ts';

const LENGTH_BYTES = 4;
const WORD_BYTES = 4;
const NONE: readonly Report[] = [];

export class Reports {
  readonly #core: Core;
  readonly #word: number;
  readonly #slots: number;
  readonly #away: number;
  #taken = 0;

  constructor(core: Core) {
    this.#core = core;
    const window = core.exports.core_window();
    this.#word = (window + PROTOCOL_REPORTS_WRITTEN) / WORD_BYTES;
    this.#slots = window + PROTOCOL_REPORTS;
    this.#away = (window + PROTOCOL_PLUGIN_IS_AWAY) / WORD_BYTES;
  }

  /** The plugin has crashed, and is not back; the report of that may be under way. */
  get isPluginAway(): boolean {
    return Atomics.load(this.#core.u32, this.#away) !== 0;
  }

  /** A fresh segment. */
  begin(): void {
    this.#taken = 0;
  }

  /** Those that came since the last call. Makes no object if there are none. */
  take(): readonly Report[] {
    const written = Atomics.load(this.#core.u32, this.#word);
    if (written === this.#taken) return NONE;
    const reports: Report[] = [];
    for (let number = Math.max(this.#taken, written - PROTOCOL_REPORT_SLOTS); number < written; number++) {
      const report = this.#read(number);
      if (report !== undefined) reports.push(report);
    }
    this.#taken = written;
    return reports;
  }

  /** What a broken process left is not a report. */
  #read(number: number): Report | undefined {
    const { u8, u32 } = this.#core;
    const at = this.#slots + (number % PROTOCOL_REPORT_SLOTS) * PROTOCOL_REPORT_BYTES;
    const bytes = Math.min(u32[at / WORD_BYTES] as number, PROTOCOL_REPORT_BYTES - LENGTH_BYTES);
    const text = new TextDecoder().decode(u8.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + bytes));
    try {
      return JSON.parse(text) as Report;
    } catch {
      return undefined;
    }
  }
}
