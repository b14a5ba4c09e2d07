// SPDX-License-Identifier: BSD-2-Clause
/** The zoo's results so far, one JSON line per plugin, so that an interrupted run can continue. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PluginFormat } from '../../ts/client/index.ts';

/** yes; no, with a sentence; or not tried, with the reason. */
export type Answer = { is: 'yes' } | { is: 'no' | 'not tried'; why: string };

export const yes: Answer = { is: 'yes' };
export const no = (why: string): Answer => ({ is: 'no', why });
export const notTried = (why: string): Answer => ({ is: 'not tried', why });

/** The checks for each plugin, in this order. */
export const questions = ['loads', 'plays', 'keeps its state', 'shows its window', 'sounds as in lv2apply'] as const;
export type Question = (typeof questions)[number];

export interface Result {
  format: PluginFormat;
  /** CLAP: id; VST3: class id; LV2: URI. */
  id: string;
  name: string;
  /** The plugin's Debian package; empty if dpkg knows none. */
  package: string;
  answers: Record<Question, Answer>;
  seconds: number;
}

export class Results {
  readonly #path: string;
  readonly #byPlugin = new Map<string, Result>();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    // The last line is incomplete if the run was killed.
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    for (const line of lines) this.#keep(JSON.parse(line) as Result);
  }

  #keep(result: Result): void {
    this.#byPlugin.set(`${result.format} ${result.id}`, result);
  }

  has(format: PluginFormat, id: string): boolean {
    return this.#byPlugin.has(`${format} ${id}`);
  }

  add(result: Result): void {
    this.#keep(result);
    appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
  }

  get all(): Result[] {
    return [...this.#byPlugin.values()];
  }
}
