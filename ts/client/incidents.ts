// SPDX-License-Identifier: BSD-2-Clause
/**
 * What happens to the plugin while its process goes on: crashes, restarts, giving up. Read from the host's reports, emitted as events.
 */

import type { Report } from '../report.ts';
import type { Daw } from './daw.ts';
import type { Events } from './events.ts';
import { LOADING_MS } from './host-process.ts';
import type { BypassReason } from './types.ts';

export class Incidents {
  readonly #daw: Daw;
  readonly #events: Events;
  #state: 'plays' | 'crashed' | 'given up' = 'plays';
  /** Since the last look, so the block before it may still have been played without the plugin. */
  #hasReturned = false;
  /** While it is out: since when (performance.now), and how often that was reported. */
  #out = { ms: 0, times: 0 };
  #last = { message: '', ms: Number.NEGATIVE_INFINITY };

  constructor(daw: Daw, events: Events) {
    this.#daw = daw;
    this.#events = events;
  }

  /** A fresh process. */
  begin(): void {
    this.#state = 'plays';
  }

  /** The plugin is not there. */
  get isOut(): boolean {
    return this.#state !== 'plays';
  }

  /** Why a running host did not play a block. */
  get reason(): BypassReason {
    if (this.#state === 'plays') return this.#daw.isPluginAway || this.#hasReturned ? 'crash' : 'refused';
    return this.#state === 'crashed' ? 'crash' : 'gaveUp';
  }

  /** Emit what is new. Allocates nothing if nothing is. */
  take(): void {
    this.#hasReturned = false;
    for (const report of this.#daw.takeReports()) this.#tell(report);
    if (this.#state === 'crashed') this.#reportLoading();
  }

  #reportLoading(): void {
    if (performance.now() - this.#out.ms < (this.#out.times + 1) * LOADING_MS) return;
    this.#out.times++;
    this.#events.emit('loading', this.#out.times * LOADING_MS);
  }

  /** What went wrong since then (performance.now); empty if nothing did. */
  messageSince(ms: number): string {
    return this.isOut || this.#last.ms >= ms ? this.#last.message : '';
  }

  #tell(report: Report): void {
    if (report.event !== 'revived') this.#last = { message: report.message, ms: performance.now() };
    if (report.event === 'crash') {
      this.#state = 'crashed';
      this.#out = { ms: performance.now(), times: 0 };
      const { event: _, ...crash } = report;
      this.#events.emit('crash', crash);
    } else if (report.event === 'revived') {
      this.#state = 'plays';
      this.#hasReturned = true;
      const { event: _, ...revival } = report;
      this.#events.emit('revived', revival);
    } else {
      this.#state = 'given up';
      this.#events.emit('gaveUp', { kind: 'bypassed', message: report.message });
    }
  }
}
