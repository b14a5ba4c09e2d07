// SPDX-License-Identifier: BSD-2-Clause
/** Plugins that are played live until the user ends it: messages of plugins and server, and keys. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { PluginHost } from '../../client/index.ts';
import { CommandError, type Context } from '../command.ts';
import { countOf } from '../count.ts';
import type { Jack } from './jack.ts';
import { KEYS_HELP, Knobs, keysOf } from './knobs.ts';
import { meterText } from './meter.ts';

const LOOK_MS = 100;
const MS_PER_SECOND = 1000;
const CLEAR_LINE = '\r\x1b[K';
const COLUMNS_OTHERWISE = 80;
const CTRL_C = '\x03';

/** What happens to a plugin is said, and heard: its inputs are passed through meanwhile. */
function reportEvents(host: PluginHost, say: (text: string) => void): void {
  const again = ({ afterMs }: { afterMs: number }) =>
    say(`${host.name} plays again after ${(afterMs / MS_PER_SECOND).toFixed(1)} s`);
  host.on('crash', ({ message }) => say(`${host.name} is bypassed: ${message}`));
  host.on('revived', again);
  host.on('exit', () => say(`${host.name} is bypassed: its process has ended`));
  host.on('restart', () => say(`${host.name} plays again, in a new process`));
  host.on('gaveUp', () => say(`${host.name} crashed too often, and stays bypassed`));
}

export class Session {
  readonly #hosts: readonly PluginHost[];
  readonly #jack: Jack;
  readonly #context: Context;
  readonly #knobs: Knobs;
  readonly #isTerminal = process.stderr.isTTY === true;
  #isOver = false;

  constructor(hosts: readonly PluginHost[], jack: Jack, context: Context) {
    this.#hosts = hosts;
    this.#jack = jack;
    this.#context = context;
    this.#knobs = new Knobs(hosts);
    for (const host of hosts) reportEvents(host, (text) => this.#say(text));
  }

  /** @throws CommandError if the server ends. */
  async live(): Promise<void> {
    const { signal } = this.#context;
    const stop = this.#listen();
    try {
      while (!this.#isOver && !signal.aborted) {
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
        if (this.#jack.hasEnded) throw new CommandError('the JACK server has ended');
        this.#draw();
      }
    } finally {
      stop();
      if (this.#isTerminal) process.stderr.write(CLEAR_LINE);
    }
  }

  #say(text: string): void {
    this.#context.say(this.#isTerminal ? `${CLEAR_LINE}${text}` : text);
  }

  #draw(): void {
    if (!this.#isTerminal) return;
    const columns = process.stderr.columns || COLUMNS_OTHERWISE;
    const line = `${meterText(Math.max(0, ...this.#jack.peaks()))}  ${this.#knobs.text}${this.#bypassedText()}`;
    process.stderr.write(CLEAR_LINE + line.slice(0, columns - 1));
  }

  #bypassedText(): string {
    const count = this.#hosts.reduce((sum, _, index) => sum + this.#jack.bypassed(index), 0);
    return count === 0 ? '' : `  ${countOf(count, 'block')} passed through`;
  }

  /** The keyboard, if there is one. @returns what gives it back. */
  #listen(): () => void {
    const { stdin } = process;
    if (stdin.isTTY !== true) return () => {};
    const onKeys = (bytes: Buffer) => {
      for (const key of keysOf(bytes.toString())) this.#press(key);
      this.#draw();
    };
    stdin.setRawMode(true);
    stdin.on('data', onKeys).resume();
    if (this.#isTerminal) this.#say(KEYS_HELP);
    return () => {
      stdin.off('data', onKeys).pause();
      stdin.setRawMode(false);
    };
  }

  #press(key: string): void {
    if (key === 'q') this.#isOver = true;
    else if (key === CTRL_C) process.kill(process.pid, 'SIGINT');
    else this.#knobs.press(key);
  }
}
