// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host process says on stderr: each line goes to the listeners; the last ones are kept for error messages.
 */
import type { Readable } from 'node:stream';
import { heard } from './events.ts';

const LINES_KEPT = 50;
/** What is longer counts as several lines: a plugin may print without end. */
const LINE_MAX = 65_536;
/** Who speaks: `[plugin-host lv2-1] `. */
const PREFIX = /^\[plugin-host[^\]]*\] /;
const FAILURE = /fail|not |cannot|unknown|no /i;

export class HostLog {
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #lines: string[] = [];
  #rest = '';
  #count = 0;

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine;
  }

  follow(stream: Readable): void {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.#take(text));
    stream.on('end', () => this.#take(this.#rest === '' ? '' : '\n'));
    stream.on('error', () => {}); // as good as its end
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    if ((lines.at(-1)?.length ?? 0) > LINE_MAX) lines.push('');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#lines.push(line);
      this.#count++;
      if (this.#lines.length > LINES_KEPT) this.#lines.shift();
      const onLine = this.#onLine;
      if (onLine !== undefined) heard(() => onLine(line));
    }
  }

  /** Lines so far: a mark for `since`. */
  get count(): number {
    return this.#count;
  }

  /** The last line that reports an error, else the last line; without the program's name. */
  sentence(): string {
    return this.#best(this.#lines);
  }

  /** The same for the lines after a mark; empty if there are none. */
  since(count: number): string {
    const said = this.#count - count;
    return said > 0 ? this.#best(this.#lines.slice(-said)) : '';
  }

  #best(lines: readonly string[]): string {
    const plain = lines.map((line) => line.replace(PREFIX, '').trim()).filter((line) => line !== '');
    return plain.findLast((line) => FAILURE.test(line)) ?? plain.at(-1) ?? '';
  }
}
