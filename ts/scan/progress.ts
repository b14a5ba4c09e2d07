// SPDX-License-Identifier: BSD-2-Clause
/** Progress of a scan for the user: one line that is overwritten repeatedly. */
import type { WriteStream } from 'node:tty';
import type { Progress } from './scan.ts';

/** Terminals flicker if a line changes more often. */
const INTERVAL_MS = 50;
const CLEAR_LINE = '\r\x1b[K';

/** The end of the path is shown, since it is what changes. */
function lineOf({ done, total, path }: Progress, columns: number): string {
  const counter = `${done}/${total} `;
  const room = Math.max(columns - counter.length - 1, 0);
  return counter + (path.length > room ? path.slice(path.length - room) : path);
}

export class ProgressLine {
  readonly #stream: WriteStream;
  #writtenAt = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    const now = performance.now();
    if (!this.#stream.isTTY || now - this.#writtenAt < INTERVAL_MS) return;
    this.#writtenAt = now;
    this.#stream.write(CLEAR_LINE + lineOf(progress, this.#stream.columns || 80));
  }

  clear(): void {
    if (this.#writtenAt > 0) this.#stream.write(CLEAR_LINE);
  }
}
