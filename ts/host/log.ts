// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the host says on stderr. The DAW passes its own level on.
 */

/** From silence to everything. */
const LEVELS = ['none', 'error', 'warning', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];
export const DEFAULT_LEVEL: LogLevel = 'info';

/** Writes text to stderr as it is. */
export type Writer = (text: string) => void;

export class Log {
  readonly #write: Writer;
  readonly #prefix: string;
  readonly #most: number;

  constructor(write: Writer, instanceId: string, level: LogLevel) {
    this.#write = write;
    this.#prefix = `[plugin-host ${instanceId}] `;
    this.#most = LEVELS.indexOf(level);
  }

  /** A line in the name of this instance. */
  say(level: Exclude<LogLevel, 'none'>, text: string): void {
    this.raw(level, `${this.#prefix}${text}\n`);
  }

  /** Text as it is, for lines whose every byte a DAW may know. */
  raw(level: Exclude<LogLevel, 'none'>, text: string): void {
    if (LEVELS.indexOf(level) <= this.#most) this.#write(text);
  }
}

/** @returns undefined for a word that is not a level. */
export function parseLogLevel(word: string | undefined): LogLevel | undefined {
  return LEVELS.find((level) => level === word);
}
