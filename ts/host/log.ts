// SPDX-License-Identifier: BSD-2-Clause
/** The host's log on stderr. The DAW passes its own log level on. */

/** From silent to verbose. */
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

  /** Write a line with this instance's name. */
  say(level: Exclude<LogLevel, 'none'>, text: string): void {
    this.raw(level, `${this.#prefix}${text}\n`);
  }

  /** Write text unchanged, for lines that a DAW may match byte for byte. */
  raw(level: Exclude<LogLevel, 'none'>, text: string): void {
    if (LEVELS.indexOf(level) <= this.#most) this.#write(text);
  }
}

/** @returns undefined for an unknown level. */
export function parseLogLevel(word: string | undefined): LogLevel | undefined {
  return LEVELS.find((level) => level === word);
}
