// SPDX-License-Identifier: BSD-2-Clause
/** How far something is, for people: bars and lines on a terminal's stderr, and nothing anywhere else. */
import { Presets, SingleBar } from 'cli-progress';
import { ProgressLine } from '../scan/progress.ts';

/** A scan's line. */
export class ScanProgress extends ProgressLine {
  constructor() {
    super(process.stderr);
  }
}

/** Before that, a guess is worth nothing. */
const GUESS_AFTER_MS = 2000;
/** What is done so soon needs no guess. */
const GUESS_FROM_MS = 3000;

/** How long it will take, when so much is done after so long: `3 s left`, `2:05 min left`; empty if it is unknown, or soon done. */
export function timeLeft(done: number, elapsedMs: number): string {
  if (!(done > 0 && done < 1) || elapsedMs < GUESS_AFTER_MS) return '';
  const leftMs = (elapsedMs / done) * (1 - done);
  if (leftMs < GUESS_FROM_MS) return '';
  const seconds = Math.round(leftMs / 1000);
  if (seconds < 60) return `${seconds} s left`;
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')];
  if (minutes < 60) return `${minutes}:${rest} min left`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h left`;
}

/** A bar that is filled from 0 to 1. Clear it also after a failure: it hides the cursor. */
export class Bar {
  readonly #bar: SingleBar | undefined;
  readonly #startedMs = performance.now();

  /** what: a few words before the bar. */
  constructor(what: string) {
    if (process.stderr.isTTY !== true) return;
    const format = `${what.replaceAll('{', '(').replaceAll('}', ')')} {bar} {percentage} % {note}`;
    this.#bar = new SingleBar(
      { format, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30, gracefulExit: false },
      Presets.shades_classic,
    );
    this.#bar.start(100, 0, { note: '' });
  }

  /** done: 0..1. note: a few words behind the bar. */
  show(done: number, note = ''): void {
    const left = timeLeft(done, performance.now() - this.#startedMs);
    this.#bar?.update(Math.floor(done * 100), { note: [left, note].filter((text) => text !== '').join(', ') });
  }

  clear(): void {
    this.#bar?.stop();
  }
}
